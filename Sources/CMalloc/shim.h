// The settings of glibc's allocator, which Swift's Glibc module leaves out.
#ifndef SEXTANT_CMALLOC_SHIM_H
#define SEXTANT_CMALLOC_SHIM_H

#include <malloc.h>

#endif
