import ArgumentParser
import Testing

@testable import sextant

@Suite("environment serve")
struct EnvironmentServeTests {
    @Test(
        "it is said how to talk, in one way",
        arguments: [
            (["--stdio"], true), (["--port", "0"], true), (["--port", "0", "--token", "0123456789abcdef"], true),
            ([], false), (["--stdio", "--port", "0"], false), (["--port", "0", "--token", "short"], false),
            (["--port", "70000"], false),
        ])
    func options(words: [String], isTaken: Bool) {
        let parsed = try? EnvironmentCommand.Serve.parse(["--scenario", "bank-rent-changed-account"] + words)
        #expect((parsed != nil) == isTaken)
    }
}
