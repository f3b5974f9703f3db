// libpng's interface for whole pictures in memory, which reports faults by values and jumps nowhere.
#ifndef SEXTANT_CPNG_SHIM_H
#define SEXTANT_CPNG_SHIM_H

#include <png.h>
#include <string.h>

/// Prepares to write a picture of red, green and blue bytes.
static inline void cpng_prepare(png_image *_Nonnull image, unsigned width, unsigned height) {
    memset(image, 0, sizeof *image);
    image->version = PNG_IMAGE_VERSION;
    image->width = width;
    image->height = height;
    image->format = PNG_FORMAT_RGB;
}

#endif
