"""From mel bands to FFT bins."""

import numpy as np
import numpy.typing as npt

from sotto_models.config import FFT, SAMPLE_RATE
from sotto_models.spectrum import mel_frequencies


def band_interpolation(fft: int = FFT) -> npt.NDArray[np.float32]:
    """Return weights [BANDS, fft // 2 + 1]: linear between the band frequencies in Hertz."""
    bands = mel_frequencies()
    bins = np.linspace(0.0, SAMPLE_RATE / 2, fft // 2 + 1)
    columns = [np.interp(bins, bands, row) for row in np.eye(len(bands))]
    return np.array(columns, dtype=np.float32)
