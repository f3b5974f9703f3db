// Feeds and sitemaps: one call that parses XML and reports elements and text.
#ifndef SEXTANT_CLIBXML2_XML_H
#define SEXTANT_CLIBXML2_XML_H

#include "shim.h"

/// What is called for each piece of a document; a result other than 0 ends the parse. `attributes` holds five pointers for
/// each attribute: local name, prefix, namespace, start and end of the value.
typedef struct {
    void *_Nonnull context;
    int (*_Nonnull start)(
        void *_Nonnull context, const xmlChar *_Nonnull name, const xmlChar *_Nullable space,
        const xmlChar *_Nullable *_Nullable attributes, int count);
    int (*_Nonnull end)(void *_Nonnull context);
    int (*_Nonnull text)(void *_Nonnull context, const xmlChar *_Nonnull bytes, int count);
    xmlParserCtxtPtr _Nullable parser;
} clibxml2_xml_reader;

static inline void clibxml2_xml_start(
    void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *space, int spaces, const xmlChar **all,
    int count, int defaulted, const xmlChar **attributes) {
    clibxml2_xml_reader *reader = (clibxml2_xml_reader *)user;
    if (reader->start(reader->context, name, space, attributes, count)) xmlStopParser(reader->parser);
}

static inline void clibxml2_xml_end(
    void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *space) {
    clibxml2_xml_reader *reader = (clibxml2_xml_reader *)user;
    if (reader->end(reader->context)) xmlStopParser(reader->parser);
}

static inline void clibxml2_xml_text(void *user, const xmlChar *bytes, int count) {
    clibxml2_xml_reader *reader = (clibxml2_xml_reader *)user;
    if (reader->text(reader->context, bytes, count)) xmlStopParser(reader->parser);
}

/// Parses XML as far as it goes, errors and all. No handler for entities is set, so none is ever declared or expanded; no
/// external subset is loaded; no message is printed. Nesting over 256 ends the parse (libxml2's own limit).
///
/// Returns 0, or -1 without memory.
static inline int clibxml2_parse_xml(const char *_Nonnull bytes, int size, clibxml2_xml_reader *_Nonnull reader) {
    xmlParserCtxtPtr parser = xmlCreateMemoryParserCtxt(bytes, size);
    if (parser == NULL) return -1;
    memset(parser->sax, 0, sizeof(*parser->sax));
    xmlCtxtUseOptions(
        parser, XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | XML_PARSE_NOCDATA);
    parser->sax->initialized = XML_SAX2_MAGIC;
    parser->sax->startElementNs = clibxml2_xml_start;
    parser->sax->endElementNs = clibxml2_xml_end;
    parser->sax->characters = clibxml2_xml_text;
    parser->sax->ignorableWhitespace = clibxml2_xml_text;
    parser->sax->cdataBlock = clibxml2_xml_text;
    parser->userData = reader;
    reader->parser = parser;
    xmlParseDocument(parser);
    reader->parser = NULL;
    // Where entities were declared, libxml2 keeps them in a document of its own, and frees it only after a whole parse.
    if (parser->myDoc != NULL) xmlFreeDoc(parser->myDoc);
    parser->myDoc = NULL;
    xmlFreeParserCtxt(parser);
    return 0;
}

#endif
