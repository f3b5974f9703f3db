import Testing
import Workflows

@testable import Settings

@Suite("paths in the user's folder")
struct HomePathTests {
    @Test(
        "its name at the beginning stands for it, and for nothing anywhere else",
        arguments: [
            ("~/out", "/home/a/out"), ("~", "/home/a"), ("a/~/b", "a/~/b"), ("~b/out", "~b/out"), ("", ""), ("-", "-"),
            ("$HOME/out", "/home/a/out"), ("${HOME}/out", "/home/a/out"), ("$HOME", "/home/a"),
            ("$HOMES/out", "$HOMES/out"), ("a/$HOME/b", "a/$HOME/b"), ("$OUT/b", "$OUT/b"),
        ])
    func expanded(path: String, expected: String) {
        #expect(HomePath.expanded(path, home: "/home/a") == expected)
        #expect(HomePath.expanded(path, home: "") == path)
    }

    @Test("a folder is found there, whoever names it")
    func places() throws {
        let file = try ConfigurationFile(text: "output: ~/out\n", file: "sextant.yaml")
        #expect(Places(file).output == HomePath.expanded("~/out"))
        #expect(Places(file, output: "~/in").output == HomePath.expanded("~/in"))
    }
}
