// SHA-256 by the processor's own instructions, where it has them.
#ifndef SEXTANT_CSHA_SHIM_H
#define SEXTANT_CSHA_SHIM_H

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

static inline int csha_is_there(void) {
    unsigned int a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1)) return 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & (1u << 29));
}

// Takes whole blocks of 64 bytes into the state; `constants` are the 64 of the standard.
__attribute__((target("sha,ssse3,sse4.1")))
static inline void csha_compress(uint32_t *state, const uint32_t *constants, const uint8_t *data, size_t blocks) {
    const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
    __m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
    __m128i first = _mm_alignr_epi8(low, high, 8);
    __m128i second = _mm_blend_epi16(high, low, 0xF0);
    for (; blocks > 0; blocks--, data += 64) {
        const __m128i begunFirst = first, begunSecond = second;
        __m128i words[4];
        for (int part = 0; part < 4; part++)
            words[part] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(data + 16 * part)), order);
#pragma clang loop unroll(full)
        for (int round = 0; round < 16; round++) {
            const __m128i now = words[round & 3];
            const __m128i keyed = _mm_add_epi32(now, _mm_loadu_si128((const __m128i *)(constants + 4 * round)));
            second = _mm_sha256rnds2_epu32(second, first, keyed);
            first = _mm_sha256rnds2_epu32(first, second, _mm_shuffle_epi32(keyed, 0x0E));
            if (round < 12) {
                const __m128i last = words[(round + 3) & 3];
                __m128i next = _mm_sha256msg1_epu32(now, words[(round + 1) & 3]);
                next = _mm_add_epi32(next, _mm_alignr_epi8(last, words[(round + 2) & 3], 4));
                words[round & 3] = _mm_sha256msg2_epu32(next, last);
            }
        }
        first = _mm_add_epi32(first, begunFirst);
        second = _mm_add_epi32(second, begunSecond);
    }
    low = _mm_shuffle_epi32(first, 0x1B);
    high = _mm_shuffle_epi32(second, 0xB1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(low, high, 0xF0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(high, low, 8));
}
#else
static inline int csha_is_there(void) { return 0; }
static inline void csha_compress(uint32_t *state, const uint32_t *constants, const uint8_t *data, size_t blocks) {}
#endif

#endif
