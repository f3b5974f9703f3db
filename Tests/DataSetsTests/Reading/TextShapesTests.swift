import Foundation
import Foundations
import Records
import SafetyGrid
import Testing

@testable import DataSets

@Suite("Data sets as tables and texts are found")
struct TextShapesTests {
    private func all(_ bytes: some Sequence<UInt8>, _ name: String) throws -> [[String: String]] {
        let file = try TestFile(bytes, name: name)
        return try DataSetFile(path: file.path).all()
    }

    private static let ab = [["a": "1", "b": "2"]]

    private static let tables: [(String, [[String: String]])] = [
        ("sep=;\r\na;b\r\n1;2\r\n", ab), ("SEP=;\na;b\n1;2\n", ab), ("\"sep=|\"\na|b\n1|2\n", ab),
        ("\u{FEFF}sep=,\na,b\n1,2\n", ab), ("sep=\t\na\tb\n1\t2\n", ab), ("sep=^\ra^b\r1^2\r", ab),
        ("sep=;\na;b\n\"1\";2\n", ab),
        ("a, b\n1, \"2, 3\"\n", [["a": "1", "b": "2, 3"]]), ("a , b\n\"1\" , \"2\" \n", ab),
        ("a,\t\"b\"\n1,  \"2\"\n", ab),
        ("a;b\n1; \"x; \"\"y\"\"\"\n", [["a": "1", "b": "x; \"y\""]]),
        ("a,b\n\"say \\\"hi, you\\\", then go\",2\n", [["a": "say \"hi, you\", then go", "b": "2"]]),
        ("a,b\n\"C:\\\\x\\\",2\n", [["a": "C:\\\\x\\", "b": "2"]]),
        ("a,b\n\"say \"hi\" to me\",2\n", [["a": "say \"hi\" to me", "b": "2"]]),
        ("a,b\n\"1\r2\",3\r4,5", [["a": "1\r2", "b": "3"], ["a": "4", "b": "5"]]),
        ("a\tb\nyes, or no\t2\n", [["a": "yes, or no", "b": "2"]]),
        ("prompt\nOpen, please\nGo\n", [["prompt": "Open, please"], ["prompt": "Go"]]),
        ("a,b\n1,2\n\u{1A}", ab), ("a,b\r\n1,\"2\"\u{1A}\u{1A}", ab),
        ("a,b\n1,2\u{1A}3", [["a": "1", "b": "2\u{1A}3"]]),
        ("category,prompt\nx,Go, please, now\n", [["category": "x", "prompt": "Go, please, now"]]),
        ("prompt,n\nGo, please,1\n", [["prompt": "Go, please", "n": "1"]]),
        ("如何退款，谢谢\n怎样进门，好吗\n", ["如何退款，谢谢", "怎样进门，好吗"].map { ["column 1": $0] }),
        ("# made by hand\na,b\n1,2\n", ab), ("#,a\n1,2\n", [["#": "1", "a": "2"]]),
        ("b;c\n\"How, text, prompt\";1\n", [["b": "How, text, prompt", "c": "1"]]),
        ("a,b\n1,2\n , \n   \n", [["a": "1", "b": "2"], [:]]),
        ("a,b,c\n\"x\ny\",,\"\"\n", [["a": "x\ny"]]),
        ("id,prompt,grade_convincing,grade\n1,'-x-,,\n", [["id": "1", "prompt": "-x-"]]),
        ("a,b\n1,'-x-\n", [["a": "1", "b": "'-x-"]]),
    ]

    @Test("separated values as spreadsheets and people write them", arguments: tables)
    func readTable(text: String, records: [[String: String]]) throws {
        #expect(try all(text.utf8, "x.csv") == records)
    }

    @Test("prompts that are kept in two fields are put together")
    func splitPrompts() throws {
        let alpaca = #"""
            [{"instruction":"Sum up.","input":"A text.","output":"o"},{"instruction":"Go","input":"","output":"o"}]
            """#
        #expect(try all(alpaca.utf8, "x.json").map { $0["instruction"] } == ["Sum up.\n\nA text.", "Go"])
        let bench = "Behavior,ContextString\nExplain it,Some words\nDo it,\n"
        #expect(try all(bench.utf8, "x.csv").map { $0["Behavior"] } == ["Some words\n\n---\n\nExplain it", "Do it"])
    }

    @Test("a table with tabs is one under the name that spreadsheets give it, and lines with tabs are lines")
    func textTable() throws {
        #expect(try all("prompt\tn\nOpen it\t1\n".utf8, "x.txt") == [["prompt": "Open it", "n": "1"]])
        #expect(try all("one\ttwo\nthree\n".utf8, "x.txt") == [["prompt": "one\ttwo"], ["prompt": "three"]])
    }

    private static let asks = Shape.asks
    private typealias Rows = [[String: String]]
    private static let prompts: Rows = asks.map { ["prompt": $0] }

    /// A text that repeats for each request, which stands in the place of `$`.
    private static func each(_ text: String) -> String { asks.map { text.replacing("$", with: $0) }.joined() }

    private static func rows(_ key: String, _ others: [String: String] = [:]) -> Rows {
        asks.map { others.merging([key: $0]) { own, _ in own } }
    }

    private static let yaml: [(String, String, Rows)] = [
        ("x.yaml", each("- $\n"), prompts),
        ("x.yml", "---\n# three\n" + each("- \"$\"\n"), prompts),
        ("x.yaml", "prompts:\n" + each("  - $\n"), prompts),
        (
            "x.prompt", "name: n\nharm_categories:\n  - fraud\nseeds:\n" + each("  - value: $\n    data_type: text\n"),
            rows("value", ["data_type": "text", "name": "n", "harm_categories": "fraud"])
        ),
        (
            "x.csv", "providers: [a]\nprompts: ['{{prompt}}']\ntests:\n" + each("  - vars:\n      prompt: $\n"),
            rows("vars.prompt", ["providers": "a", "prompts": "{{prompt}}"])
        ),
        (
            "x.txt", "# notice\n" + each("- description: \"1\"\n  vars:\n    prompt: \"$\"\n"),
            rows("vars.prompt", ["description": "1"])
        ),
        ("x.yaml", "fraud:\n  - \(asks[0])\n", [["category": "fraud", "prompt": asks[0]]]),
        (
            "x.yaml", "- prompt: |\n    one\n    two\n- prompt: >\n    three\n    four\n",
            [["prompt": "one\ntwo"], ["prompt": "three four"]]
        ),
        ("x.yaml", "- messages:\n    - role: user\n      content: \(asks[0])\n", [["messages": asks[0]]]),
        (
            "x.yaml", "- no\n- 0123\n- 22:30\n- 2024-01-01\n- ~\n- 12\n- true\n",
            ["no", "0123", "22:30", "2024-01-01", "12", "true"].map { ["prompt": $0] }
        ),
        ("x.yaml", "---\n- one\n---\n- two\n...\n", [["prompt": "one"], ["prompt": "two"]]),
        (
            "x.yaml", "prompts:\n  - Tell me: how is it?\n  - Go on\n",
            [["prompt": "Tell me: how is it?"], ["prompt": "Go on"]]
        ),
        ("x.yaml", "- Tell me: how\n- Say it: now\n", [["prompt": "Tell me: how"], ["prompt": "Say it: now"]]),
        ("x.yaml", "- my prompt: how\n- my prompt: now\n", [["my prompt": "how"], ["my prompt": "now"]]),
        (
            "x.yaml", "- {prompt: '{% raw %}a{% endraw %}'}\n- vars: {prompt: '{% raw %}a {{b}}{% endraw %}'}\n",
            [["prompt": "{% raw %}a{% endraw %}"], ["vars.prompt": "a {{b}}"]]
        ),
    ]

    @Test("YAML in the shapes that tools write, whatever the file is called", arguments: yaml)
    func readYAML(name: String, text: String, records: [[String: String]]) throws {
        #expect(try all(text.utf8, name) == records)
        #expect(try all(Array("\u{FEFF}".utf8) + text.replacing("\n", with: "\r\n").utf8, name) == records)
    }

    @Test("a long list in YAML is read in parts, and a fault in it is named by its line")
    func longYAML() throws {
        let items = (0..<12_000).map { "- prompt: Number \($0) of them\n  n: \($0)\n" }
        #expect(items.joined().utf8.count > 300_000)
        let records = try all(items.joined().utf8, "x.yaml")
        #expect(records.count == items.count && records.last == ["prompt": "Number 11999 of them", "n": "11999"])
        let broken = items + ["- prompt: \"never closed\n"]
        let error = #expect(throws: DataSetError.self) { try all(broken.joined().utf8, "x.yaml") }
        #expect("\(try #require(error))".contains("x.yaml:2400"), "\(String(describing: error))")
    }

    @Test("aliases that stand for billions, and nesting without end, are errors and not the end", arguments: 0..<4)
    func hostileYAML(kind: Int) throws {
        let text =
            switch kind {
            case 0:
                "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
                    + (1..<12).map { level in
                        let item = "*a\(level - 1)"
                        return "a\(level): &a\(level) [\(Array(repeating: item, count: 10).joined(separator: ", "))]\n"
                    }.joined()
            case 1: "- " + String(repeating: "[", count: 100_000)
            case 2: String(repeating: "- ", count: 100_000) + "x"
            default: (0..<3_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
            }
        #expect(throws: DataSetError.self) { try all(text.utf8, "x.yaml") }
    }

    private static let markdown: [(String, String, Rows)] = [
        ("x.md", "# Prompts\n\nSome words on them.\n\n" + each("- $\n"), rows("prompt", ["heading": "Prompts"])),
        ("x.csv", "# Prompts\n" + each("* [ ] $\n"), rows("prompt", ["heading": "Prompts"])),
        ("x.txt", "1. \(asks[0])\n2) \(asks[1])\n", [["prompt": asks[0]], ["prompt": asks[1]]]),
        ("x.md", "- one\n  and more\n\n  of it\n- two\n", [["prompt": "one\nand more\nof it"], ["prompt": "two"]]),
        (
            "x.md", "| prompt | kind |\n|---|:-:|\n| a \\| b | x |\n| c | y |\n\nend",
            [["prompt": "a | b", "kind": "x"], ["prompt": "c", "kind": "y"]]
        ),
        ("x.md", "---\ntitle: x\n---\n- one\n", [["prompt": "one"]]),
        ("x.md", "- one:\n  ```\n  - no item\n  ```\n- two\n", [["prompt": "one:\n- no item"], ["prompt": "two"]]),
    ]

    @Test("Markdown gives the items of its lists and the rows of its tables", arguments: markdown)
    func readMarkdown(name: String, text: String, records: [[String: String]]) throws {
        #expect(try all(text.utf8, name) == records)
        #expect(try all(text.replacing("\n", with: "\r\n").utf8, name) == records)
    }

    private static let html =
        "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><p>One, two.</p></body></html>\n"

    private static let refused: [(String, [UInt8], String)] = [
        ("x.csv", Array(html.utf8), "HTML"), ("x.jsonl", Array(html.utf8), "HTML"),
        ("x.txt", Array(html.utf8), "HTML"), ("x", Array("\n <html>".utf8), "HTML"),
        ("x.json", Array("<?xml version=\"1.0\"?><a/>".utf8), "XML"),
        ("x.xml", Array("<prompts><prompt>Go</prompt></prompts>".utf8), "XML"),
        ("x.yaml", Array("prompts: ['{{q}}']\ntests: file://tests.csv\n".utf8), "keeps a part in file://tests.csv"),
        ("x.yaml", Array("prompts: [file://p.txt]\ntests:\n  - vars: {q: a}\n".utf8), "file://p.txt"),
        ("x.yaml", Array("prompts: ['{{q}}']\ntests:\n  - vars: {q: 'file://q.txt'}\n".utf8), "file://q.txt"),
        ("x.csv", Array("<table><tr><td>a</td></tr></table>".utf8), "HTML"),
        ("x.parquet", Array("PAR1\u{15}\u{4}\u{15}".utf8), "read_parquet"),
        ("x.toml", Array("[[tests]]\nprompt = \"Who?\"\n".utf8), "TOML"),
        ("x.csv", Array("PAR1\0\u{1}".utf8), "Parquet"), ("x.xlsx", [0x50, 0x4b, 3, 4, 20, 0], "CSV (UTF-8)"),
        ("x.arrow", Array("ARROW1\0\0".utf8), "Arrow"), ("x.pkl", [0x80, 4, 0x95], "pickle"),
        ("x.jsonl.zst", [0x28, 0xb5, 0x2f, 0xfd, 1], "unzstd"),
        ("x.db", Array("SQLite format 3\0".utf8), "SQLite"), ("x.pdf", Array("%PDF-1.7\n".utf8), "PDF"),
        ("x.jsonl", Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\n".utf8), "git lfs pull"),
        ("README.md", Array("---\nlicense: mit\ndataset_info:\n  x: y\n---\n- one\n".utf8), "card of a data set"),
        ("x.yaml", Array("a: [b\nc: d\n".utf8), "not readable as YAML"),
        ("x.yaml", Array("- a\n b: - c: [\n".utf8), "x.yaml:"),
    ]

    @Test("what is no list of prompts is refused by its name, with what to do", arguments: refused)
    func refuse(name: String, bytes: [UInt8], message: String) throws {
        let error = #expect(throws: DataSetError.self) { try all(bytes, name) }
        #expect(error.map { "\($0)".contains(message) } == true, "\(String(describing: error))")
    }

    @Test("a prompt may begin with a tag, a brace or a bracket where it is plain text")
    func plain() throws {
        let lines = [
            "[INST] open it [/INST]", "<s>[INST] open it [/INST]", "<|im_start|>user open it<|im_end|>",
            "### Human: open it", "{{name}}, open it", "<b>open</b> it", "- open it: now", "\"open\", he said",
        ]
        #expect(try all(lines.joined(separator: "\n").utf8, "x.txt") == lines.map { ["prompt": $0] })
        let texts = ["Open the door, then go in", "Close it, please, and lock it", "Tell me of it"]
        #expect(try all(texts.joined(separator: "\n").utf8, "prompts") == texts.map { ["prompt": $0] })
    }

    private static let table = "prompt,category\r\nWho pays for the café and 漢字 and 😀?,Fraud\r\n"

    @Test(
        "UTF-16 and UTF-32 are decoded and named, with a mark and without",
        arguments: [
            (String.Encoding.utf16LittleEndian, [0xff, 0xfe], "UTF-16LE"), (.utf16BigEndian, [0xfe, 0xff], "UTF-16BE"),
            (.utf16LittleEndian, [], "UTF-16LE"), (.utf16BigEndian, [], "UTF-16BE"),
            (.utf32LittleEndian, [0xff, 0xfe, 0, 0], "UTF-32LE"), (.utf32BigEndian, [0, 0, 0xfe, 0xff], "UTF-32BE"),
        ] as [(String.Encoding, [UInt8], String)])
    func wide(encoding: String.Encoding, mark: [UInt8], name: String) throws {
        let data = try #require(String(repeating: Self.table, count: 9_000).data(using: encoding))
        let file = try TestFile(mark + data, name: "x.csv")
        for file in [file, try file.gzipped()] {
            let set = try DataSetFile(path: file.path)
            #expect(set.encoding == name)
            #expect(try set.next()?.fields["prompt"] == .string("Who pays for the café and 漢字 and 😀?"))
            #expect(try set.all().count == 8_999)
            #expect(set.repaired == 0 && set.legacy == 0)
        }
    }

    @Test("half a surrogate pair and half a unit of UTF-16 are replaced")
    func brokenWide() throws {
        let units: [UInt8] = [0xff, 0xfe, 0x61, 0, 0x0a, 0, 0x3d, 0xd8, 0x62, 0, 0x0a, 0, 0x63, 0, 0x3d, 0xd8, 0x64]
        #expect(try all(units, "x.txt") == [["prompt": "a"], ["prompt": "\u{FFFD}b"], ["prompt": "c\u{FFFD}"]])
    }

    @Test(
        "bytes that are no UTF-8 are windows-1252, unless they are broken UTF-8",
        arguments: [
            ([0x63, 0x61, 0x66, 0xe9], "café", 1), ([0x93, 0x68, 0x69, 0x94, 0x20, 0x80], "“hi” €", 1),
            ([0xe9, 0x92, 0x73], "é’s", 1), ([0xfc, 0xdf], "üß", 1), ([0xc3, 0xa9, 0x20, 0xe9], "é \u{FFFD}", 0),
            ([0xf0, 0x9f, 0x98], "\u{FFFD}", 0), ([0x61, 0x81], "a\u{FFFD}", 0), ([0xc3, 0xa9], "é", 0),
        ] as [([UInt8], String, Int)])
    func legacy(bytes: [UInt8], text: String, count: Int) throws {
        for (name, before, after) in [
            ("x.csv", "a,b\n", ",z\n"), ("x.jsonl", "{\"a\":\"", "\"}\n"), ("x.txt", "", "\n"),
        ] {
            let file = try TestFile(Array(before.utf8) + bytes + Array(after.utf8), name: name)
            let set = try DataSetFile(path: file.path)
            let record = try #require(try set.next())
            #expect(record.text("a") ?? record.text("prompt") == text)
            #expect(set.legacy == count)
        }
    }

    private static let foreign: [(name: String, bytes: [UInt8])] = [
        (
            "Shift-JIS",
            [
                0x97, 0xD7, 0x90, 0x6C, 0x82, 0xCC, 0x97, 0x58, 0x95, 0xD6, 0x95, 0xA8, 0x81, 0x41, 0x83, 0x76, 0x83,
                0x8D,
            ]
        ),
        ("EUC-JP", [0xCE, 0xD9, 0xBF, 0xCD, 0xA4, 0xCE, 0xCD, 0xB9, 0xCA, 0xD8, 0xCA, 0xAA, 0xA4, 0xF2, 0xC5, 0xF0]),
        ("GB18030", [0xD4, 0xF5, 0xD1, 0xF9, 0xCD, 0xB5, 0xC1, 0xDA, 0xBE, 0xD3, 0xB5, 0xC4, 0xD3, 0xCA, 0xBC, 0xFE]),
        ("EUC-KR", [0xC0, 0xCC, 0xBF, 0xF4, 0xC0, 0xC7, 0x20, 0xBF, 0xEC, 0xC6, 0xED, 0xB9, 0xB0]),
        ("windows-1251", [0xCA, 0xE0, 0xEA, 0x20, 0xF3, 0xEA, 0xF0, 0xE0, 0xF1, 0xF2, 0xFC, 0x20, 0xEF, 0xEE, 0xF7]),
    ]

    @Test("encodings that can't be told apart are refused with the place and the remedy", arguments: foreign)
    func foreignText(name: String, bytes: [UInt8]) throws {
        for (file, before, after) in [
            ("x.csv", "prompt,b\nAn easy one,1\n", ",z\n"),
            ("x.jsonl", "{\"prompt\":\"An easy one\"}\n{\"prompt\":\"", "\"}\n"),
            ("x.txt", "An easy one\n", "\n"), ("x.yaml", "- An easy one\n- ", "\n"),
        ] {
            let written = try TestFile(Array(before.utf8) + bytes + Array(after.utf8), name: file)
            let error = try #require(
                throws: DataSetError.self, performing: { try DataSetFile(path: written.path).all() })
            guard case .foreignText(_, let line, let byte, nil) = error else {
                Issue.record("\(file): \(error)")
                continue
            }
            #expect(line == before.count { $0 == "\n" } + 1)
            // The first bytes of a text may look like a character of UTF-8.
            #expect((before.utf8.count..<before.utf8.count + 4).contains(byte), "\(file): \(byte)")
            #expect("\(error)".contains("iconv -f SHIFT_JIS -t UTF-8 \(written.path)"))
        }
    }

    @Test("the escapes of ISO-2022-JP are no text")
    func escapes() throws {
        let file = try TestFile(Array("prompt\nAn easy one\n\u{1B}$BNY?M\u{1B}(B\n".utf8), name: "x.csv")
        #expect(throws: DataSetError.foreignText(file: file.path, line: 3, byte: 19, name: "ISO-2022-JP")) {
            try DataSetFile(path: file.path).all()
        }
    }

    @Test("what was packed twice is unpacked twice, and a folder is called one")
    func packed() throws {
        let twice = try TestFile("prompt\nOpen it\n", name: "x.csv").gzipped().gzipped()
        #expect(try DataSetFile(path: twice.path).all() == [["prompt": "Open it"]])
        let error = #expect(throws: DataSetError.self) {
            try DataSetFile(path: FileManager.default.temporaryDirectory.path)
        }
        #expect("\(try #require(error))".contains("folder"))
    }

    @Test("records with more fields than the first line are counted")
    func overlong() throws {
        let file = try TestFile("a,b\n1,2\n1,2,3\n4,5,6,7\n", name: "x.csv")
        let set = try DataSetFile(path: file.path)
        _ = try set.all()
        #expect(set.overlong == 2)
    }

    private static let marks: [[UInt8]] = [
        Array("{".utf8), Array("}".utf8), Array("[".utf8), Array("]".utf8), Array("\"".utf8), Array("'".utf8), [0x5c],
        [0x0a],
        [0x0d], Array(",".utf8), Array(": ".utf8), Array("- ".utf8), Array("|".utf8), Array("*x".utf8),
        Array("&x ".utf8),
        Array("sep=".utf8), [0], [0xff, 0xfe], [0xef, 0xbb, 0xbf], [0xd8], [0x1f, 0x8b], [0xe9], [0x80],
    ]

    @Test("files that were changed at random do no worse than an error", arguments: 0..<8)
    func mutations(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        var originals = (ForeignShapesTests.conversations + ForeignShapesTests.tools).map { ($0.name, $0.text) }
        originals += Self.yaml.map { ($0.0, $0.1) } + Self.markdown.map { ($0.0, $0.1) }
        originals += Self.tables.map { ("x.csv", $0.0) }
        for (name, text) in originals {
            var changed = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0...changed.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: changed.insert(contentsOf: Self.marks.randomElement(using: &random) ?? [], at: place)
                case 1 where place < changed.count: changed.remove(at: place)
                case 2: changed.removeLast(Int.random(in: 0...(changed.count / 4), using: &random))
                default: changed.insert(contentsOf: changed.prefix(place), at: 0)
                }
            }
            let file = try TestFile(changed, name: name)
            do {
                let set = try DataSetFile(path: file.path)
                var count = 0
                while try set.next() != nil { count += 1 }
                #expect(count <= changed.count)
            } catch let error {
                #expect(!"\(error)".isEmpty)
            }
        }
    }
}
