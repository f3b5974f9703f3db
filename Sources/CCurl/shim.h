// What Swift cannot call in libcurl (variadic functions and unions), as one inline function per argument type.
#ifndef SEXTANT_CCURL_SHIM_H
#define SEXTANT_CCURL_SHIM_H

// The type-checking macros replace the functions and see only constant options, which these wrappers never pass.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <locale.h>

static inline CURLcode ccurl_set_long(CURL *_Nonnull easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *_Nonnull easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_string(CURL *_Nonnull easy, CURLoption option, const char *_Nullable value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *_Nonnull easy, CURLoption option, void *_Nullable value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_list(CURL *_Nonnull easy, CURLoption option, struct curl_slist *_Nullable list) {
    return curl_easy_setopt(easy, option, list);
}

static inline CURLcode ccurl_set_callback(
    CURL *_Nonnull easy, CURLoption option,
    size_t (*_Nonnull callback)(char *_Nullable, size_t, size_t, void *_Nullable)) {
    return curl_easy_setopt(easy, option, callback);
}

/// Has `callback` called for what happens on the wire: kind, bytes and their count, and `context`.
static inline CURLcode ccurl_set_debug(
    CURL *_Nonnull easy,
    int (*_Nonnull callback)(CURL *_Nullable, curl_infotype, char *_Nullable, size_t, void *_Nullable),
    void *_Nullable context) {
    curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, callback);
    curl_easy_setopt(easy, CURLOPT_DEBUGDATA, context);
    return curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
}

static inline long ccurl_get_long(CURL *_Nonnull easy, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

static inline curl_off_t ccurl_get_offset(CURL *_Nonnull easy, CURLINFO info) {
    curl_off_t value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

static inline void *_Nullable ccurl_get_private(CURL *_Nonnull easy) {
    char *value = NULL;
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, &value) == CURLE_OK ? value : NULL;
}

static inline CURLMcode ccurl_multi_set_long(CURLM *_Nonnull multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/// Has `sockets` called whenever the multi handle begins, changes or ends its interest in a socket, and `timer` whenever it
/// wants to be called after so many milliseconds, or -1 for no longer.
static inline void ccurl_multi_set_callbacks(
    CURLM *_Nonnull multi,
    int (*_Nonnull sockets)(CURL *_Nullable, curl_socket_t, int, void *_Nullable, void *_Nullable),
    int (*_Nonnull timer)(CURLM *_Nullable, long, void *_Nullable), void *_Nullable context) {
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, sockets);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
}

static const curl_socket_t ccurl_socket_timeout = CURL_SOCKET_TIMEOUT;

static inline CURLcode ccurl_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

/// The host of a URL, an international name in its ASCII form, to be freed with `curl_free`; NULL when it has none.
///
/// libcurl has names converted from the thread's locale, which is "C" in a program that sets none: the name would be refused.
static inline char *_Nullable ccurl_url_host(const CURLU *_Nonnull url) {
    unsigned int flags = 0;
#ifdef CURLU_PUNYCODE
    flags = CURLU_PUNYCODE;
#endif
    char *host = NULL;
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = uselocale(utf8);
    CURLUcode code = curl_url_get(url, CURLUPART_HOST, &host, flags);
    uselocale(before);
    if (utf8) freelocale(utf8);
    return code == CURLUE_OK ? host : NULL;
}

/// The next finished transfer, or NULL; `result` is set only with a transfer.
static inline CURL *_Nullable ccurl_next_finished(CURLM *_Nonnull multi, CURLcode *_Nonnull result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        if (message->msg == CURLMSG_DONE) {
            *result = message->data.result;
            return message->easy_handle;
        }
    }
    return NULL;
}

#endif
