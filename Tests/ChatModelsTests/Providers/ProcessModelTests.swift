import Foundation
import HTTPTransport
import Testing

@testable import ChatModels

@Suite struct ProcessModelTests {
    private func model(_ command: String, timeout: Duration = .seconds(300)) throws -> any ChatModel {
        try ModelRegistry.model(
            "process/\(command)", baseURL: nil,
            context: context(["PATH": "/usr/bin:/bin", "UNIT": "here"], processTimeout: timeout))
    }

    @Test(arguments: [
        ("cat", "two\nlines", "two\nlines"), ("/usr/bin/wc -c", "ä", "2"),
        ("sh -c 'cat; echo \" $UNIT\"'", "a", "a here"),
        ("printf '%s|' \"a b\" c\\ d", "", "a b|c d|"), ("true", "ignored", ""),
    ])
    func answersOnStandardOutput(command: String, prompt: String, text: String) async throws {
        #expect(try await model(command).reply(to: ask(prompt)).text == text)
    }

    @Test func largePromptsAndAnswersPass() async throws {
        let prompt = String(repeating: "0123456789abcdef", count: 40_000)
        #expect(try await model("cat").reply(to: ask(prompt)).text == prompt)
    }

    @Test(arguments: [
        ("/no/such/program", "can't be started"), ("no-such-program-anywhere", "can't be started"),
        ("sh -c 'echo wrong >&2; exit 3'", "wrong"), ("printf '\\377'", "not UTF-8"),
        ("head -c 5000000 /dev/zero", "bytes of output"),
    ])
    func failuresSayWhy(command: String, part: String) async throws {
        let error = await #expect(throws: ChatError.self) { try await model(command).reply(to: ask("x")) }
        #expect(error?.description.contains(part) == true, "\(String(describing: error))")
    }

    @Test func slowProcessesAreEnded() async throws {
        let error = await #expect(throws: ChatError.self) {
            try await model("sleep 600", timeout: .milliseconds(50)).reply(to: ask("x"))
        }
        guard case .unavailable(_, 0, let message) = error else { return #expect(Bool(false)) }
        #expect(message.contains("no reply within"))
    }

    /// The child's own child holds the pipe open; only ending the whole group lets the call return.
    @Test func cancellingEndsTheWholeGroup() async throws {
        let mark = ProcessMark()
        defer { mark.remove() }
        // Moved into place, so that the file is never seen half written.
        let model = try model(
            "sh -c 'sleep 600 & echo $! > \(mark.path).new; mv \(mark.path).new \(mark.path); wait'",
            timeout: .seconds(600))
        let call = Task { try await model.reply(to: ask("x")) }
        #expect(await ProcessMark.comesTrue { mark.process != nil })
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        #expect(await ProcessMark.comesTrue { mark.isGone })
    }

    /// Commands whose processes heed no SIGTERM, or have a child that heeds none or holds the output open; each writes the
    /// number of the process that is hard to end to the file MARK.
    @Test(arguments: [
        "trap '' TERM; echo $$ > MARK.new; mv MARK.new MARK; while :; do sleep 600; done",
        "(trap '' TERM; while :; do sleep 600; done) & echo $! > MARK.new; mv MARK.new MARK; wait",
        "sh -c 'trap \"\" TERM; echo $$ > MARK.new; mv MARK.new MARK; while :; do sleep 600; done' & sleep 600",
    ])
    func whatTakesTooLongIsEndedWithItsChildren(script: String) async throws {
        let mark = ProcessMark()
        let file = mark.path + ".sh"
        defer {
            mark.remove()
            try? FileManager.default.removeItem(atPath: file)
        }
        try script.replacing("MARK", with: mark.path).write(toFile: file, atomically: true, encoding: .utf8)
        let error = await #expect(throws: ChatError.self) {
            try await model("sh \(file)", timeout: .seconds(1)).reply(to: ask("x"))
        }
        guard case .unavailable(_, 0, let message) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(message.contains("no reply within"))
        #expect(await ProcessMark.comesTrue { mark.isGone })
    }

    @Test func childrenThatAProcessLeavesBehindAreEndedAndDoNotDelayItsAnswer() async throws {
        let mark = ProcessMark()
        defer { mark.remove() }
        // The child holds the output open.
        let model = try model("sh -c 'sleep 600 & echo $! > \(mark.path); echo hello'")
        #expect(try await model.reply(to: ask("x")).text == "hello")
        #expect(await ProcessMark.comesTrue { mark.isGone })
    }

    @Test(arguments: ["yes", "sh -c 'exec 0<&-; yes'", "sh -c 'trap \"\" PIPE; yes'"])
    func endlessOutputIsCut(command: String) async throws {
        let prompt = String(repeating: "0123456789abcdef", count: 300_000)
        let error = await #expect(throws: ChatError.self) { try await model(command).reply(to: ask(prompt)) }
        #expect(error?.description.contains("bytes of output") == true, "\(String(describing: error))")
    }

    @Test(arguments: ["echo hi", "sh -c 'exec 0<&-; echo hi'", "sh -c 'yes | head -c 3000000 >&2; echo hi'"])
    func whoReadsNoPromptAndTalksMuchOnStandardErrorAnswersAllTheSame(command: String) async throws {
        let prompt = String(repeating: "0123456789abcdef", count: 300_000)
        #expect(try await model(command).reply(to: ask(prompt)).text == "hi")
    }

    @Test func whoReadsNothingIsEndedAsWell() async throws {
        let prompt = String(repeating: "0123456789abcdef", count: 300_000)
        let error = await #expect(throws: ChatError.self) {
            try await model("sleep 600", timeout: .milliseconds(50)).reply(to: ask(prompt))
        }
        #expect(error?.description.contains("no reply within") == true, "\(String(describing: error))")
    }

    @Test func theTimeoutOfTransfersIsThatOfProcesses() {
        let transfer = TransferOptions(totalTimeout: .seconds(3))
        let context = ModelContext(environment: [:], http: ScriptedClient([]), seeds: "", transfer: transfer)
        #expect(context.processTimeout == .seconds(3))
    }

    @Test func keysInTheEnvironmentAreNotShown() async throws {
        let model = try ModelRegistry.model(
            "process/sh -c 'echo broken $APP_TOKEN >&2; exit 1'", baseURL: nil,
            context: context(["PATH": "/usr/bin:/bin", "APP_TOKEN": "s3cret-value-1"]))
        let error = await #expect(throws: ChatError.self) { try await model.reply(to: ask("x")) }
        #expect(error?.description.contains("broken <redacted>") == true, "\(String(describing: error))")
        #expect(!String(reflecting: model).contains("s3cret"))
    }

    @Test(arguments: ["'open", "\"open", "  "])
    func badCommandLinesAreRefused(command: String) {
        #expect(throws: ChatError.self) { try model(command) }
    }
}
