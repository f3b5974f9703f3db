import Testing

@testable import PageExtraction

@Suite("Linked data as pages have it")
struct LinkedDataTests {
    private func read(_ scripts: String...) -> LinkedData {
        LinkedData(scripts.map { Array($0.utf8) })
    }

    private static let thing =
        #"{"@type":"NewsArticle","headline":"Harbour reopens","datePublished":"2026-03-04","author":{"name":"Ann Example"}}"#
    private static let other = #"{"@type":"Organization","name":"The Daily"}"#

    @Test(
        "wrapped, or nearly JSON",
        arguments: [
            thing, "<!-- \(thing) -->", "<!--\n\(thing)\n//-->", "//<![CDATA[\n\(thing)\n//]]>",
            "//<![CDATA[\(thing)//]]>",
            "/* <![CDATA[ */ \(thing) /* ]]> */", "<![CDATA[\(thing)]]>", thing + ";", thing + ",", "\u{FEFF}" + thing,
            "\(other)\n\(thing)", "\(other),\(thing)", "[\(other),\(thing),]", "var data = \(thing);",
            "\(thing.dropLast()),}",
            "{\"@graph\":[\(other),\(thing)]}", "{\"@graph\":\(thing)}", thing + "}", "]" + thing,
            thing.replacing("\"", with: "&quot;"), thing.replacing("\"", with: "&#34;"),
            thing.replacing("{\"@type\"", with: "{ // the type\n\"@type\""),
            thing.replacing(":\"Harbour", with: " : /* x */\"Harbour"),
            thing.replacing("\"headline\"", with: "headline"), thing.replacing("\",\"date", with: "\"\n\"date"),
            thing.replacing("\"Harbour reopens\"", with: "'Harbour reopens'"), "{\"mainEntity\":\(thing)}",
            thing.replacing(
                "\"@type\"", with: "\"@context\":\"https://schema.org\",\"url\":null,\"n\":-1.5e3,\"@type\""),
            thing.replacing("@type\":\"", with: "@type\":[\"Thing\",\"http://schema.org/").replacing(
                "\",\"head", with: "\"],\"head"),
            thing.replacing("Ann Example\"}", with: "Ann Example\"}]").replacing("\"author\":", with: "\"author\":["),
            String(thing.dropLast(1)), String(thing.dropLast(2)),
            thing + "{\"@type\":\"NewsArticle\",\"headline\":\"cut he",
        ])
    func forms(_ script: String) {
        let data = read(script)
        #expect(data.headline == "Harbour reopens", "\(script)")
        #expect(data.published == "2026-03-04", "\(script)")
        #expect(data.authors == ["Ann Example"], "\(script)")
    }

    @Test(
        "texts with line breaks, quotes and references that are not as they should be",
        arguments: [
            ("The \"new\" bridge", #"The "new" bridge"#), ("One\nTwo", "One Two"),
            ("A &amp; B &#8217;s", "A & B \u{2019}s"),
            (#"a\"b"#, #"a"b"#), (#"caf\u00e9 \ud83d\ude00"#, "caf\u{e9} \u{1F600}"),
            (#"\ud83d half"#, "\u{FFFD} half"),
            (#"it\'s"#, "it's"), ("He said \"go\", and went", #"He said "go", and went"#), (#"a\/b \\ c"#, #"a/b \ c"#),
            ("tab\there", "tab here"), ("<!-- no comment -->", "<!-- no comment -->"), ("a // b", "a // b"),
        ])
    func texts(_ written: String, _ read: String) {
        #expect(
            self.read(#"{"@type":"Article","headline":"\#(written)","datePublished":"2026-03-04"}"#).headline == read)
    }

    private static let ann = ##"{"@type":"Person","@id":"#/person/1","name":"Ann Example"}"##
    private static let ben = ##"{"@type":"Person","@id":"https://h.test/#/person/2","name":"Ben Example"}"##

    @Test(
        "authors in every shape",
        arguments: [
            (##""Ann Example""##, ["Ann Example"]),
            (##"["Ann Example","Ben Example"]"##, ["Ann Example", "Ben Example"]),
            (##"{"@type":"Person","name":["Ann Example"]}"##, ["Ann Example"]),
            (##"{"@id":"#/person/1"}"##, ["Ann Example"]),
            (##"[{"@id":"#/person/2"},{"@id":"#/person/1"}]"##, ["Ben Example", "Ann Example"]),
            (##"{"@id":"https://h.test/#/person/2"}"##, ["Ben Example"]), (##""#/person/1""##, ["Ann Example"]),
            (##"{"@list":[{"@id":"#/person/1"}]}"##, ["Ann Example"]),
            (##"{"@type":"Person","@id":"#/person/1"}"##, ["Ann Example"]),
            (##"{"@type":"Role","author":{"@id":"#/person/1"}}"##, ["Ann Example"]), (##"{"@id":"#/nobody"}"##, []),
            (##"{"givenName":"Ann","familyName":"Example"}"##, ["Ann Example"]),
            (##"{"name":{"@value":"Ann Example"}}"##, ["Ann Example"]),
            (##"{"@type":"Person","name":"Ann &amp; Co","url":"#/x"}"##, ["Ann & Co"]), ("null", []), ("17", []),
        ] as [(String, [String])])
    func authors(_ author: String, _ expected: [String]) {
        let article = #"{"@type":"Article","headline":"H","author":\#(author)}"#
        #expect(read(#"{"@graph":[\#(article),\#(Self.ben),\#(Self.ann)]}"#).authors == expected, "in one graph")
        #expect(read(article, Self.ben, Self.ann).authors == expected, "in other scripts")
        #expect(
            read(#"{"@type":"WebSite","publisher":[\#(Self.ann),\#(Self.ben)]}"#, article).authors == expected, "deeper"
        )
    }

    @Test("references that lead to themselves end")
    func loops() {
        let data = read(
            ##"{"@type":"Article","headline":"H","author":{"@id":"#a"}},{"@id":"#a","author":{"@id":"#a"}}"##)
        #expect(data.headline == "H")
        #expect(data.authors.isEmpty)
    }

    @Test("an article counts before the page that it stands on")
    func order() {
        let page = #"{"@type":"WebPage","name":"Page","datePublished":"2020-01-01"}"#
        let data = read("[\(page),\(Self.thing)]")
        #expect(data.headline == "Harbour reopens")
        #expect(data.published == "2026-03-04")
    }

    @Test("the text of an article is read without its tags")
    func body() {
        let data = read(#"{"@type":"Article","articleBody":"<p>One<\/p><p>Two &lt; three</p>"};"#)
        #expect(data.body == "One Two")
        #expect(read(#"{"@type":"Article","articleBody":"1 < 2 and on"}"#).body == "1 < 2 and on")
    }

    @Test(
        "hostile data ends, in linear time",
        arguments: [
            ("", "[", 200_000),
            ("", "{\"a\":", 100_000),
            ("", "\"", 200_000),
            ("", "{", 200_000),
            ("", "[\"a\" ", 50_000),
            ("", "/*", 100_000),
            ("[", "\"a\"                    x", 20_000),
            ("[", "0,", 300_000),
            ("{", ":", 200_000),
            ("{\"a\":\"", "\\", 200_001),
        ])
    func hostile(_ start: String, _ part: String, _ count: Int) {
        let script = start + String(repeating: part, count: count)
        #expect(read(script, Self.thing).headline == "Harbour reopens")
    }
}
