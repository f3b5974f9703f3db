#pragma once
#include <zlib.h>

/// `inflateInit2` is a macro, which Swift can't call; 15 + 32 reads gzip and zlib headers.
static inline int sextant_inflate_begin(z_streamp stream) { return inflateInit2(stream, 15 + 32); }
