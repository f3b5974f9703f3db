// What Swift needs of libxml2: one call that parses HTML and reports what it meets, and glibc's iconv.
#ifndef SEXTANT_CLIBXML2_SHIM_H
#define SEXTANT_CLIBXML2_SHIM_H

// Debian builds libxml2 with ICU, whose headers clash with Foundation's.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <errno.h>
#include <iconv.h>
#include <string.h>

/// Once, before the first parse; it is never cleaned up, because other threads may be parsing.
static inline void clibxml2_start(void) {
    xmlInitParser();
}

/// Parses UTF-8 HTML and calls back for each start tag, end tag and piece of text; no tree is built, nothing is loaded,
/// no message is printed. A callback may end the parse with `clibxml2_stop`.
///
/// Returns 0, or -1 without memory.
static inline int clibxml2_parse_html(
    const char *_Nonnull bytes, int size, void *_Nonnull context,
    void (*_Nonnull begin)(void *_Nullable parser, void *_Nonnull context),
    void (*_Nonnull start)(void *_Nullable, const xmlChar *_Nonnull, const xmlChar *_Nullable *_Nullable),
    void (*_Nonnull end)(void *_Nullable, const xmlChar *_Nonnull),
    void (*_Nonnull text)(void *_Nullable, const xmlChar *_Nonnull, int)) {
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(bytes, size);
    if (parser == NULL) return -1;
    // All other handlers stay empty: no external subset, no entity, no message, no document.
    memset(parser->sax, 0, sizeof(*parser->sax));
    // XML_PARSE_HUGE and not HTML_PARSE_HUGE, which came with 2.14: without it a nesting of 256 empties the page.
    htmlCtxtUseOptions(
        parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                    HTML_PARSE_IGNORE_ENC | XML_PARSE_HUGE);
    parser->sax->startElement = start;
    parser->sax->endElement = end;
    parser->sax->characters = text;
    parser->sax->ignorableWhitespace = text;
    parser->userData = context;
    // The bytes are valid UTF-8 whatever a meta tag in them says.
    parser->charset = XML_CHAR_ENCODING_UTF8;
    begin(parser, context);
    htmlParseDocument(parser);
    htmlFreeParserCtxt(parser);
    return 0;
}

static inline void clibxml2_stop(void *_Nullable parser) {
    if (parser != NULL) xmlStopParser((xmlParserCtxtPtr)parser);
}

/// The scalar of a named HTML entity, 0 for an unknown name.
static inline unsigned int clibxml2_entity(const char *_Nonnull name) {
    const htmlEntityDesc *found = htmlEntityLookup((const xmlChar *)name);
    return found == NULL ? 0 : found->value;
}

/// An iconv descriptor, or NULL for a pair of encodings that iconv doesn't know.
static inline void *_Nullable clibxml2_iconv_open(const char *_Nonnull to, const char *_Nonnull from) {
    iconv_t opened = iconv_open(to, from);
    return opened == (iconv_t)-1 ? NULL : (void *)opened;
}

/// Converts as far as it goes. 0 all done; 1 output full; 2 bad or cut sequence at the input's position.
static inline int clibxml2_iconv(
    void *_Nonnull descriptor, const char *_Nonnull *_Nonnull input, size_t *_Nonnull left,
    char *_Nonnull *_Nonnull output, size_t *_Nonnull room) {
    size_t result = iconv((iconv_t)descriptor, (char **)input, left, output, room);
    if (result != (size_t)-1) return 0;
    return errno == E2BIG ? 1 : 2;
}

static inline void clibxml2_iconv_close(void *_Nonnull descriptor) {
    iconv_close((iconv_t)descriptor);
}

#endif
