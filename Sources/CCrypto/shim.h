#ifndef SEXTANT_CCRYPTO_SHIM_H
#define SEXTANT_CCRYPTO_SHIM_H

// SHA-256 as a value that can be copied, which OpenSSL's newer interface has not.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#endif
