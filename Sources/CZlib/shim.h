// What Swift cannot call in zlib: its initialisers are macros.
#ifndef SEXTANT_CZLIB_SHIM_H
#define SEXTANT_CZLIB_SHIM_H

#include <zlib.h>

/// Starts reading a gzip or zlib stream.
static inline int czlib_inflate_init(z_stream *_Nonnull stream) {
    return inflateInit2(stream, 15 + 32);
}

/// Starts writing a gzip stream.
static inline int czlib_deflate_init(z_stream *_Nonnull stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

#endif
