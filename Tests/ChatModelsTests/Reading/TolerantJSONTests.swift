import Foundations
import Records
import Testing

@testable import ChatModels

@Suite("tolerant JSON")
struct TolerantJSONTests {
    @Test(
        "what servers really send is read",
        arguments: [
            (#"{"a":[1,-2.5,1e3,true,false,null,"x"]}"#, ["a": [1, -2.5, 1000.0, true, false, nil, "x"]]),
            (#""\ud83d\ude00 \ud83d! \ude00""#, "😀 \u{FFFD}! \u{FFFD}"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
            (#""\u00e9\n\t\"\\\/""#, "é\n\t\"\\/"), ("\"a\nb\u{1}\"", "a\nb\u{1}"), ("\u{FEFF}{}", [:]),
            (#"{"n":1e999,"m":-1e999,"i":99999999999999999999}"#, ["n": nil, "m": nil, "i": 1e20]),
            ("[NaN,Infinity,-Infinity]", [nil, nil, nil]), (" [ ] ", []), (#""\u12""#, "\u{FFFD}12"),
            (")]}'\n{}", [:]), ("{}\u{0}\u{0}", [:]),
        ] as [(String, JSONValue)])
    func reads(text: String, value: JSONValue) {
        #expect(TolerantJSON.value(Array(text.utf8)) == value)
    }

    @Test("bytes that are no UTF-8 become replacement characters")
    func bytes() {
        let bytes: [UInt8] = [0x22, 0x61, 0xFF, 0xC3, 0x62, 0x22]
        #expect(TolerantJSON.value(bytes) == .string("a\u{FFFD}\u{FFFD}b"))
    }

    @Test(
        "what is no JSON is none",
        arguments: ["", " ", "{", "[1", "[1,]x", "{\"a\"}", "\"a", "nul", "{} {}", "+1", "1x"])
    func refused(text: String) {
        #expect(TolerantJSON.value(Array(text.utf8)) == nil)
    }

    @Test("deep nesting is bounded, and what stands behind it is read", arguments: ["[", "{\"a\":"])
    func deep(open: String) throws {
        let close = open == "[" ? "]" : "}"
        let depth = 200_000
        let text = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        let value = TolerantJSON.value(Array("{\"deep\":\(text),\"text\":\"here\"}".utf8))
        #expect(value?["text"] == .string("here"))
        #expect(TolerantJSON.value(Array(String(repeating: open, count: depth).utf8)) == nil)
    }

    @Test("lines of JSON are read one after the other, until one is none")
    func lines() {
        #expect(TolerantJSON.values(Array("{\"a\":1}\n{\"a\":2}\n{\"a\"".utf8)).map { $0["a"] } == [.int(1), .int(2)])
    }

    @Test(
        "a count is read in any shape",
        arguments: [
            (.int(7), 7), (.number(2.25), 3), (.string("7"), 7), (.string("x"), nil), (.array([]), nil),
            (.int(-1), nil),
            (.number(1e300), nil), (.null, nil),
        ] as [(JSONValue, Int?)])
    func counts(value: JSONValue, count: Int?) {
        #expect(value.count == count)
    }
}
