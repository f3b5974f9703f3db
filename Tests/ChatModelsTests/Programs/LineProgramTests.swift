import Foundation
import Foundations
import TestSupport
import Testing

@testable import ChatModels

@Suite("programs that speak lines of JSON")
struct LineProgramTests {
    private static let greeting = #"{"type":"hello","protocol":1,"concurrency":4}"#

    /// A program in the language of the shell; `$G` is a greeting, and `id` says the id of the line in `$q`.
    private func program(
        _ script: String, _ folder: TemporaryFolder, timeout: Duration = .seconds(60), keys: [String: String] = [:]
    ) throws -> LineProgram {
        let file = folder("program-\(UUID().uuidString).sh")
        let opening = "G='\(Self.greeting)'\nid() { echo \"$q\" | sed 's/.*\"id\":\\([0-9]*\\).*/\\1/'; }\n"
        try (opening + script).write(toFile: file, atomically: true, encoding: .utf8)
        return try LineProgram(
            "process/sh \(file)", role: "oracle",
            context: ProgramContext(
                environment: ["PATH": "/usr/bin:/bin"].merging(keys) { $1 }, timeout: timeout))
    }

    private func label(_ program: LineProgram) async throws -> String? {
        try await program.ask("verdict", ["prompt": .string("x")], allowing: ["label"]).text("label")
    }

    private static let echo = #"read h; echo "$G"; while read -r q; do echo "{\"id\":$(id),\"label\":\"safe\"}"; done"#

    @Test func isAskedAgainAndAgain() async throws {
        let folder = try TemporaryFolder()
        let program = try program("echo $$ >> '\(folder("lives"))'\n" + Self.echo, folder)
        for _ in 0..<5 { #expect(try await label(program) == "safe") }
        let lives = try String(contentsOfFile: folder("lives"), encoding: .utf8).split(separator: "\n")
        #expect(lives.count == 1)
    }

    @Test("replies in any order, with blank lines between, reach who asked")
    func order() async throws {
        let folder = try TemporaryFolder()
        let program = try program(
            #"""
            read h; echo "$G"; echo; read -r q; a=$(id); read -r q; b=$(id); read -r q; c=$(id)
            for i in $c $a $b; do echo "{\"id\":$i,\"label\":\"of $i\"}"; echo; done
            cat > /dev/null
            """#, folder)
        let labels = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<3 { group.addTask { try await label(program) } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1 ?? "") }
        }
        #expect(labels == ["of 1", "of 2", "of 3"])
    }

    @Test("a program that says no number is asked one thing at a time")
    func concurrency() async throws {
        let folder = try TemporaryFolder()
        // With two in flight, the second line would be there before the first reply, and be read as part of its request.
        let program = try program(
            #"""
            read h; echo '{"type":"hello","protocol":1}'
            exec python3 -c '
            import sys, os, select, json
            for line in iter(lambda: os.read(0, 65536), b""):
                sys.stdout.write(json.dumps({"id": json.loads(line)["id"], "label": str(line.count(b"\n"))}) + "\n")
                sys.stdout.flush()
            '
            """#, folder, keys: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"])
        let labels = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<20 { group.addTask { try await label(program) } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1 ?? "") }
        }
        #expect(labels == ["1"])
    }

    @Test(
        "faults are named",
        arguments: [
            ("read h; echo hi", "no JSON object"), ("read h; echo '[1]'", "no JSON object"),
            ("read h; echo '{}'; cat", "something else than its greeting"),
            ("read h; printf '\\377\\n'", "no JSON object"),
            ("read h; echo '{\"type\":\"hello\",\"protocol\":2}'; cat", "speaks protocol 2"),
            ("read h; echo '{\"type\":\"hello\"}'; cat", "speaks protocol without a number"),
            ("read h; echo '{\"type\":\"hello\",\"protocol\":1,\"concurrency\":0}'; cat", "from 1 to 1000"),
            ("read h; echo '{\"type\":\"hello\",\"protocol\":1,\"concurency\":2}'; cat", "unknown key 'concurency'"),
            ("read h; echo '{\"error\":\"no licence\"}'; cat", "declines: no licence"),
            ("read h; echo \"$G\"; read q; echo garbage; cat", "no JSON object (what is for people"),
            ("read h; echo \"$G\"; read q; echo '{\"id\":99}'; cat", "id 99, which no open request has"),
            ("read h; echo \"$G\"; read q; echo '{\"label\":\"safe\"}'; cat", "without the 'id'"),
            (
                "read h; echo \"$G\"; read q; echo '{\"id\":1,\"error\":\"no model\"}'; cat",
                "reports an error: no model"
            ),
            (
                "read h; echo \"$G\"; read q; echo '{\"id\":1,\"lable\":\"safe\"}'; cat",
                "unknown key 'lable'; known: label"
            ),
            ("read h; echo \"$G\"; read q; head -c 1100000 /dev/zero | tr '\\0' x; cat", "more than 1048576 bytes"),
            ("read h; echo \"$G\"; exec >&-; cat > /dev/null; sleep 600", "closed its output"),
            ("read h; echo \"$G\"; read q; exit 3", "the program ended with exit code 3"),
        ])
    func faults(script: String, part: String) async throws {
        let folder = try TemporaryFolder()
        let program = try program(script, folder)
        let error = await #expect(throws: ChatError.self) { try await label(program) }
        #expect(error?.description.contains(part) == true, "\(String(describing: error))")
    }

    @Test func programsThatAreNotThereAreFatal() async throws {
        let program = try LineProgram(
            "process/no-such-program-anywhere", role: "oracle",
            context: ProgramContext(environment: ["PATH": "/bin"], timeout: .seconds(60)))
        let error = await #expect(throws: ChatError.self) { try await label(program) }
        #expect(error?.description.contains("can't be started") == true, "\(String(describing: error))")
        #expect(error?.isFatal == true)
        #expect(throws: ChatError.self) {
            try LineProgram(
                "process/'open", role: "oracle", context: ProgramContext(environment: [:], timeout: .seconds(1)))
        }
    }

    @Test("the end of what it says on standard error is shown, without control characters and keys")
    func standardError() async throws {
        let folder = try TemporaryFolder()
        let script = #"""
            read h; echo "$G"; read q; head -c 300000 /dev/zero | tr '\0' y >&2
            printf '\nlost \033[31m%s\007 at last\n' "$APP_TOKEN" >&2; exit 3
            """#
        let program = try program(script, folder, keys: ["APP_TOKEN": "s3cret-value-1"])
        let error = await #expect(throws: ChatError.self) { try await label(program) }
        let text = error?.description ?? ""
        #expect(text.contains("<redacted>  at last"), "\(text)")
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 } && !text.contains("s3cret"))
        #expect(text.count < 600)
    }

    @Test("a program that ends between two requests, or once with a request, is started again and nothing is lost")
    func restarts() async throws {
        let folder = try TemporaryFolder()
        let short = try program(
            #"read h; echo "$G"; read -r q; echo "{\"id\":$(id),\"label\":\"safe\"}""#, folder)
        for _ in 0..<12 { #expect(try await label(short) == "safe") }
        let mark = folder("was-here")
        let once = try program(
            "[ -e \(mark) ] || { : > \(mark); read h; echo \"$G\"; read q; exit 1; }\n" + Self.echo, folder)
        #expect(try await label(once) == "safe")
    }

    @Test("after five lives without a reply it is given up")
    func limit() async throws {
        let folder = try TemporaryFolder()
        let program = try program("echo $$ >> '\(folder("lives"))'; exit 1", folder)
        var errors: [ChatError] = []
        for _ in 0..<6 {
            do { _ = try await label(program) } catch let error as ChatError { errors.append(error) }
        }
        #expect(errors.count == 6)
        #expect(errors.first?.isFatal == false && errors.last?.isFatal == true, "\(errors)")
        let lives = try String(contentsOfFile: folder("lives"), encoding: .utf8).split(separator: "\n")
        #expect(lives.count == LineProgram.mostFruitless)
    }

    @Test("what takes too long is ended with its children, and others in flight are asked again")
    func timeouts() async throws {
        let folder = try TemporaryFolder()
        let mark = ProcessMark()
        defer { mark.remove() }
        // In its first life it replies to nothing.
        let program = try program(
            """
            [ -e \(mark.path) ] || {
              sleep 600 & echo $! > \(mark.path).new; mv \(mark.path).new \(mark.path)
              read h; echo "$G"; trap '' TERM; while :; do sleep 600; done
            }
            """ + "\n" + Self.echo, folder, timeout: .milliseconds(1_500))
        let error = await #expect(throws: ChatError.self) { try await label(program) }
        guard case .unavailable(_, 0, let message) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(message.contains("no reply within"))
        #expect(try await label(program) == "safe")
        #expect(await ProcessMark.comesTrue { mark.isGone })
    }

    @Test("a request that is given up harms no other, and its late reply is thrown away")
    func cancellation() async throws {
        let folder = try TemporaryFolder()
        let mark = folder("asked")
        let script =
            #"read h; echo "$G"; read -r q; a=$(id); : > MARK; read -r q"# + "\n"
            + #"echo "{\"id\":$a,\"label\":\"late\"}"; echo "{\"id\":$(id),\"label\":\"safe\"}"; cat > /dev/null"#
        let program = try program(script.replacing("MARK", with: mark), folder)
        let call = Task { try await label(program) }
        #expect(await ProcessMark.comesTrue { FileManager.default.fileExists(atPath: mark) })
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        #expect(try await label(program) == "safe")
    }

    @Test("it ends with the last that could ask it, whether or not it heeds the end of its input")
    func end() async throws {
        let folder = try TemporaryFolder()
        for script in [Self.echo, Self.echo + "; while :; do sleep 600; done"] {
            let mark = ProcessMark()
            defer { mark.remove() }
            do {
                let program = try program("echo $$ > \(mark.path)\n" + script, folder)
                #expect(try await label(program) == "safe")
            }
            #expect(await ProcessMark.comesTrue { mark.isGone })
        }
    }

    @Test func keysAreNotShown() throws {
        let context = ProgramContext(environment: ["A_KEY": "s3cret-value-1"], timeout: .seconds(1))
        #expect(!String(reflecting: context).contains("s3cret"))
    }
}
