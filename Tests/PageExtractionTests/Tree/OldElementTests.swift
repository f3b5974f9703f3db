import Testing

@testable import PageExtraction

@Suite("Elements of old and odd pages")
struct OldElementTests {
    private static let prose = (0..<6).map {
        "Sentence \($0) on the page goes on for a while, with a comma and an end."
    }
    .joined(separator: " ")

    private func text(_ page: String) throws -> String { try PageExtractor().extract(Array(page.utf8)).text }

    @Test(
        "a page of frames says what stands there for readers without them",
        arguments: [
            "<frameset cols=\"*,*\"><frame src=a><noframes><body><p>\(prose)</p></body></noframes></frameset>",
            "<FRAMESET><FRAMESET><FRAME SRC=a></FRAMESET><NOFRAMES><p>\(prose)</NOFRAMES></FRAMESET>",
        ])
    func frames(_ body: String) throws {
        #expect(try text("<html><head><title>T</title></head>\(body)</html>") == Self.prose)
    }

    @Test(
        "what other pages say to readers without frames stays unread",
        arguments: ["<noframes><p>\(prose) twice</p></noframes>", "<fencedframe><p>\(prose) twice</p></fencedframe>"])
    func withoutFrames(_ part: String) throws {
        #expect(try text("<body><article><p>\(Self.prose)</p>\(part)</article></body>") == Self.prose)
    }

    @Test("a box to write in is the text of a page that has no other")
    func box() throws {
        let box = "<textarea>a &lt; b\n\(Self.prose)\n</textarea>"
        #expect(try text("<body><form>\(box)<input></form></body>") == "a < b\n\(Self.prose)")
        #expect(try text("<body><p>\(Self.prose)</p><form>\(box)</form></body>") == Self.prose)
        #expect(try text("<body><form><textarea>Your comment</textarea></form></body>").isEmpty)
    }

    @Test("references to the numbers of windows-1252 are its characters", arguments: ["&#146;", "&#x92;", "&#8217;"])
    func windowsReferences(_ reference: String) throws {
        #expect(try text("<body><p>It\(reference)s so. \(Self.prose)</p></body>") == "It’s so. \(Self.prose)")
    }

    @Test("text below three thousand open tags is read")
    func deep() throws {
        let open = String(repeating: "<div>", count: 3000)
        #expect(try text("<body>\(open)<p>\(Self.prose)</p></body>") == Self.prose)
    }
}
