import Foundation
import Foundations
import Records
import SafetyGrid
import Testing

@testable import DataSets

@Suite("Reading data sets")
struct DataSetFileTests {
    private func records(
        _ text: String, _ name: String, limit: Int = DataSetFile.recordLimit
    ) throws -> [[String: String]] {
        try records(Array(text.utf8), name, limit: limit)
    }

    private func records(
        _ bytes: [UInt8], _ name: String, limit: Int = DataSetFile.recordLimit
    ) throws -> [[String: String]] {
        let file = try TestFile(bytes, name: name)
        return try DataSetFile(path: file.path, recordLimit: limit).all()
    }

    @Test(
        "separated values",
        arguments: [
            ("a,b\n1,2\n", [["a": "1", "b": "2"]]),
            ("a,b\r\n1,2\r\n3,4", [["a": "1", "b": "2"], ["a": "3", "b": "4"]]),
            ("a;b\n1,5;2\n", [["a": "1,5", "b": "2"]]),
            ("a\tb\n1\t2\n", [["a": "1", "b": "2"]]),
            ("a|b\n1|2\n", [["a": "1", "b": "2"]]),
            ("a,b\n\"x, y\",\"z \"\"q\"\"\"\n", [["a": "x, y", "b": "z \"q\""]]),
            ("a,b\n\"line\none\",2\n", [["a": "line\none", "b": "2"]]),
            ("\u{FEFF}a,b\n1,2\n", [["a": "1", "b": "2"]]),
            ("\"a\",\"b, c\"\n1,2\n", [["a": "1", "b, c": "2"]]),
            ("a,b\n\n1,2\n\n", [["a": "1", "b": "2"]]),
            ("a,b\n1\n1,2,3\n", [["a": "1"], ["a": "1", "b": "2", "column 3": "3"]]),
            ("a,a,\n1,2,3\n", [["a": "1", "a (2)": "2", "column 3": "3"]]),
            ("a,b\n5\" pipe,2\n", [["a": "5\" pipe", "b": "2"]]),
            ("a,b\r1,2\r", [["a": "1", "b": "2"]]),
            (
                "one two three four five six\nand another line here\n",
                [["column 1": "one two three four five six"], ["column 1": "and another line here"]]
            ),
        ])
    func csv(text: String, expected: [[String: String]]) throws {
        #expect(try records(text, "x.csv") == expected)
    }

    @Test(
        "JSON in its shapes",
        arguments: [
            ("{\"a\":\"x\",\"n\":1}\n{\"a\":\"y\"}\n", "x.jsonl", [["a": "x", "n": "1"], ["a": "y"]]),
            ("[{\"a\":\"x\"},{\"a\":\"y\"}]", "x.json", [["a": "x"], ["a": "y"]]),
            ("[\"x\",\"y\"]", "x.json", [["prompt": "x"], ["prompt": "y"]]),
            (
                "{\"C\":{\"S:\":[\"x\",\"y\"]},\"D\":{\"T\":[\"z\"]}}", "x.json",
                [
                    ["category": "C", "subcategory": "S:", "prompt": "x"],
                    ["category": "C", "subcategory": "S:", "prompt": "y"],
                    ["category": "D", "subcategory": "T", "prompt": "z"],
                ]
            ),
            (
                "{\"C\":[\"x\"],\"D\":[\"y\"]}", "x.json",
                [["category": "C", "prompt": "x"], ["category": "D", "prompt": "y"]]
            ),
            ("{\"version\":2,\"data\":[{\"q\":\"x\"}]}", "x.json", [["version": "2", "q": "x"]]),
            (
                "{\"k1\":{\"q\":\"x\",\"h\":\"a\"},\"k2\":{\"q\":\"y\",\"h\":\"b\"}}", "x.json",
                [["category": "k1", "q": "x", "h": "a"], ["category": "k2", "q": "y", "h": "b"]]
            ),
            (
                "[{\"topic\":\"t\",\"prompts\":[\"x\",\"y\"]}]", "x.json",
                [["topic": "t", "prompt": "x"], ["topic": "t", "prompt": "y"]]
            ),
            (
                "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"x\"}]}\n",
                "x.jsonl",
                [["messages": "x"]]
            ),
            ("{\"p\":\"x\",\"h\":{\"a\":true,\"b\":false,\"c\":true}}\n", "x.jsonl", [["p": "x", "h": "a, c"]]),
            ("{\"p\":{\"text\":\"x\"},\"t\":[\"a\",\"b\"]}\n", "x.jsonl", [["p.text": "x", "t": "a, b"]]),
            ("{\"a\":\"\\u00e9\\ud83d\\ude00\\n\"}\n", "x.jsonl", [["a": "é😀"]]),
            ("{\"a\":1.5,\"b\":null,\"c\":NaN}\n", "x.jsonl", [["a": "1.5"]]),
            ("\n{\"a\":\"x\"}\n\n{\"a\":\"y\"}\n\n", "x.jsonl", [["a": "x"], ["a": "y"]]),
            ("{\"a\":\n\"x\"}\n", "x.json", [["a": "x"]]),
        ])
    func json(text: String, name: String, expected: [[String: String]]) throws {
        #expect(try records(text, name) == expected)
    }

    @Test("plain lines are taken as they are")
    func lines() throws {
        #expect(try records("one, \"two\nthree\n", "x.txt") == [["prompt": "one, \"two"], ["prompt": "three"]])
    }

    @Test("gzip is read whatever the file is called, also in several parts")
    func gzip() throws {
        let plain = try TestFile("{\"a\":\"x\"}\n{\"a\":\"y\"}\n", name: "x.jsonl")
        let packed = try plain.gzipped()
        #expect(try DataSetFile(path: packed.path).all() == [["a": "x"], ["a": "y"]])
        let bytes = try Data(contentsOf: URL(fileURLWithPath: packed.path))
        let twice = try TestFile(bytes + bytes, name: "odd.name")
        #expect(try DataSetFile(path: twice.path).all().count == 4)
    }

    @Test(
        "hostile and broken files are clear errors",
        arguments: [
            ("a,b\n\"open,2\n3,4\n", "x.csv", "x.csv:2: a quoted field begins here"),
            ("{\"a\":\"x\"\n{\"a\":\"y\"}\n", "x.jsonl", "not valid JSON"),
            ("{\"a\":\"x\"}\n{\"a\":oops}\n", "x.jsonl", "x.jsonl:2: not valid JSON: unknown word 'oops'"),
            ("{\"a\":\"x\"}\n{\"a\":\"\\x\"}\n", "x.jsonl", "unknown escape"),
            ("[{\"a\":\"x\"}", "x.json", "not valid JSON"),
            ("[{\"a\":\"x\"}] tail", "x.json", "behind the end"),
            ("[1 2]", "x.json", "where ',' should stand"),
            ("{\"a\":1-2}\n", "x.jsonl", "is no number"),
            (" \n ", "x.csv", "has no records"),
            ("", "x.json", "has no records"),
        ])
    func faults(text: String, name: String, message: String) throws {
        let error = #expect(throws: DataSetError.self) { try records(text, name) }
        #expect(error.map { "\($0)".contains(message) } == true, "\(String(describing: error))")
    }

    @Test("nesting and length have bounds")
    func bounds() throws {
        #expect(throws: DataSetError.self) {
            try records("[" + String(repeating: "[", count: 100_000), "x.json")
        }
        #expect(throws: DataSetError.self) {
            try records(String(repeating: "{\"a\":", count: 100_000), "x.json")
        }
        let long = "{\"a\":\"" + String(repeating: "x", count: 5_000) + "\"}\n"
        let error = #expect(throws: DataSetError.self) { try records(long + long, "x.jsonl", limit: 4_096) }
        #expect(error.map { "\($0)".contains("longer than") } == true)
        #expect(throws: DataSetError.self) {
            try records("a\n\"" + String(repeating: "x", count: 5_000) + "\"\n", "x.csv", limit: 4_096)
        }
        #expect(try records(long, "x.jsonl", limit: 8_192).count == 1)
    }

    @Test("a line of 100 MB is refused, not read")
    func hugeLine() throws {
        let file = try TestFile("prompt\n", name: "x.csv")
        let handle = try #require(FileHandle(forWritingAtPath: file.path))
        try handle.seekToEnd()
        let block = Data(repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<100 { try handle.write(contentsOf: block) }
        try handle.close()
        let set = try DataSetFile(path: file.path)
        let error = #expect(throws: DataSetError.self) { while try set.next() != nil {} }
        #expect(error == .tooLong(file: file.path, line: 2, limit: DataSetFile.recordLimit))
    }

    @Test("broken UTF-8 and zero bytes are replaced and counted; binary files are refused")
    func encodings() throws {
        let padding = String(repeating: "y", count: 5_000)
        let file = try TestFile(
            Array("a,b\n\(padding),".utf8) + [0xc3, 0xa9, 0xff, 0x41] + Array("\nx".utf8) + [0] + Array("z,1\n".utf8),
            name: "x.csv"
        )
        let set = try DataSetFile(path: file.path)
        let records = try set.all()
        #expect(records.map { $0["b"] } == ["é\u{FFFD}A", "1"])
        #expect(records.last?["a"] == "xz")
        #expect(set.repaired == 2)
        for head: [UInt8] in [[0x50, 0x4b, 3, 4, 0, 0, 1], [0x41, 0, 0, 0, 1]] {
            #expect(throws: DataSetError.self) { try self.records(head, "x.csv") }
        }
    }

    @Test("broken, cut and exploding gzip are refused")
    func badGzip() throws {
        let text = (0..<400).map { "{\"a\":\"record \($0 &* 7_919)\"}\n" }.joined()
        let plain = try TestFile(text, name: "x.jsonl")
        let whole = try plain.gzipped()
        let packed = try Data(contentsOf: URL(fileURLWithPath: whole.path))
        let cut = try TestFile(packed.prefix(packed.count / 2), name: "x.jsonl.gz")
        #expect(throws: DataSetError.self) { _ = try DataSetFile(path: cut.path).all() }
        var broken = [UInt8](packed)
        for index in 40..<80 { broken[index] = 0xff }
        let bad = try TestFile(broken, name: "x.jsonl.gz")
        #expect(throws: DataSetError.self) { _ = try DataSetFile(path: bad.path).all() }

        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20) + [UInt8(ascii: "\n")]
        let file = try TestFile((0..<64).flatMap { _ in line }, name: "x.csv")
        let bomb = try file.gzipped()
        let error = #expect(throws: DataSetError.self) {
            let set = try DataSetFile(path: bomb.path)
            while try set.next() != nil {}
        }
        #expect(error.map { "\($0)".contains("times its size") } == true)
    }

    @Test("random bytes never do worse than an error")
    func fuzz() throws {
        var random = SeededRandom(seed: 11)
        let alphabet = Array("{}[]\",:;\n\\u0041tfn-1 \té".utf8)
        for round in 0..<300 {
            let bytes = (0..<Int.random(in: 1...200, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            let file = try TestFile(bytes, name: round.isMultiple(of: 2) ? "x.jsonl" : "x.csv")
            do {
                let set = try DataSetFile(path: file.path)
                while try set.next() != nil {}
            } catch let error {
                #expect(!"\(error)".isEmpty)
            }
        }
    }
}
