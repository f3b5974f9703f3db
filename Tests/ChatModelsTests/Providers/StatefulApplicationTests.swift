import FaultServer
import Foundation
import Foundations
import HTTPTransport
import TestSupport
import Testing

@testable import ChatModels

@Suite("Applications behind state")
struct StatefulApplicationTests {
    private func application(
        _ desk: Desk, body: JSONValue = .object(["q": .string("{{prompt}}")]), headers: [String: String] = [:],
        response: String = "text", encoding: HTTPApplication.Encoding = .json, session: Bool = false,
        oauth: Bool = false, inBody: Bool = false, sign: HTTPApplication.Signing? = nil,
        count: ModelContext.SessionCount? = nil
    ) throws -> (model: any ChatModel, notices: Locked<[String]>) {
        let notices = Locked<[String]>([])
        let application = HTTPApplication(
            url: "\(desk.url)/chat", headers: headers, body: body, responsePath: response, encoding: encoding,
            session: session
                ? HTTPApplication.Session(
                    start: .init(url: "\(desk.url)/open", body: .object(["hello": .bool(true)])),
                    tokenPath: "session.id",
                    cookies: ["sid"], end: .init(url: "\(desk.url)/close/{{token}}", method: "DELETE")) : nil,
            oauth: oauth
                ? HTTPApplication.ClientCredentials(
                    url: "\(desk.url)/oauth", id: "${DESK_ID}", secretVariable: "DESK_SECRET", scope: "chat all",
                    isInBody: inBody) : nil,
            signing: sign)
        let context = ModelContext(
            environment: ["PATH": "/usr/bin:/bin", "DESK_ID": "desk", "DESK_SECRET": "s3cret:value"],
            http: try CurlClient(CurlSettings()), seeds: TestSeeds.path, applications: ["desk": application],
            countSession: count, notice: { line in notices.withLock { $0.append(line) } })
        return (try ModelRegistry.model("http/desk", baseURL: nil, context: context), notices)
    }

    private func request(_ messages: [ChatRequest.Message], _ kept: TargetSessions? = nil) -> ChatRequest {
        var request = ChatRequest(messages: messages, label: "test 1")
        request.targetSessions = kept
        return request
    }

    @Test("a single prompt has a session of its own, whose token and cookie its call carries")
    func single() async throws {
        let desk = try Desk { _, _ in nil }
        let (model, _) = try application(
            desk, body: .object(["q": .string("{{prompt}}"), "s": .string("{{token}}")]),
            headers: ["X-Session": "{{token}}", "Cookie": "a=b"], session: true)
        #expect(try await model.reply(to: ask("hi {{token}}")).text == "fine 1")
        #expect(desk.lines == ["POST /open", "POST /chat", "DELETE /close/tok-1%2Fx"])
        let call = desk.calls[1]
        #expect(call.head.contains("X-Session: tok-1/x\r\n") && call.head.contains("Cookie: a=b; sid=cookie-1"))
        #expect(call.body == #"{"q":"hi {{token}}","s":"tok-1/x"}"#, "\(call.body)")
        #expect(desk.calls[0].body == #"{"hello":true}"#)
        #expect(desk.calls[2].body.isEmpty && desk.calls[2].head.contains("Cookie: sid=cookie-1"))
    }

    @Test(
        "a session counts as open from before it begins until it is ended, or could not begin", arguments: [200, 500])
    func counted(status: Int) async throws {
        let open = Locked<[Int]>([])
        let desk = try Desk { call, _ in
            open.withLock { $0.append(0) }
            return call.line == "POST /open" && status != 200 ? .failing(status) : nil
        }
        let (model, _) = try application(desk, session: true, count: { change in open.withLock { $0.append(change) } })
        let reply = try? await model.reply(to: ask("hi"))
        #expect((reply != nil) == (status == 200))
        // The zeros are the calls: start, prompt, end.
        #expect(open.withLock(\.self) == (status == 200 ? [1, 0, 0, 0, -1] : [1, 0, -1]))
    }

    @Test("the turns of a conversation are one session; what it has not heard is said again in a new one")
    func conversation() async throws {
        let desk = try Desk { _, _ in nil }
        let (model, _) = try application(desk, session: true)
        let kept = TargetSessions()
        var messages: [ChatRequest.Message] = [.init(.user, "one")]
        #expect(try await model.reply(to: request(messages, kept)).text == "fine 1")
        messages += [.init(.assistant, "fine 1"), .init(.user, "two")]
        #expect(try await model.reply(to: request(messages, kept)).text == "fine 2")
        #expect(desk.lines == ["POST /open", "POST /chat", "POST /chat"])
        // The second turn was taken back.
        messages[2] = .init(.user, "three")
        #expect(try await model.reply(to: request(messages, kept)).text == "fine 4")
        await kept.end()
        await kept.end()
        #expect(
            desk.lines.dropFirst(3) == [
                "DELETE /close/tok-1%2Fx", "POST /open", "POST /chat", "POST /chat", "DELETE /close/tok-2%2Fx",
            ])
        #expect(
            desk.calls.filter { $0.line == "POST /chat" }.map(\.body).suffix(2) == [#"{"q":"one"}"#, #"{"q":"three"}"#])
    }

    @Test("an application that gets all messages is told nothing twice")
    func wholeConversation() async throws {
        let desk = try Desk { _, _ in nil }
        let (model, _) = try application(desk, body: .object(["all": .string("{{messages}}")]), session: true)
        _ = try await model.reply(
            to: request([.init(.user, "one"), .init(.assistant, "1"), .init(.user, "two")], TargetSessions()))
        #expect(desk.lines == ["POST /open", "POST /chat"])
    }

    @Test(
        "a start without its token or cookie, or one that fails, is an error that shows neither",
        arguments: [
            (#"{"session":{"id":null}}"#, 200, "no usable token at 'session.id'"),
            (#"{"session":{"id":"a\u0007b-hidden"}}"#, 200, "no usable token"), ("<html>", 200, "no usable token"),
            (#"{"session":{"id":"tok-hidden"}}"#, 200, "no usable cookie 'sid'"), ("busy", 503, "HTTP 503"),
        ])
    func starts(body: String, status: Int, part: String) async throws {
        let desk = try Desk { call, _ in call.line == "POST /open" ? .saying(body, status: status) : nil }
        let (model, _) = try application(desk, session: true)
        let error = await #expect(throws: ChatError.self) { try await model.reply(to: ask("x")) }
        #expect(error?.description.contains(part) == true, "\(String(describing: error))")
        #expect(error?.description.contains("hidden") == false)
        #expect(desk.lines == ["POST /open"])
    }

    @Test("a call that fails ends its session, and an end that fails is told and costs nothing; tokens are not shown")
    func ends() async throws {
        let desk = try Desk { call, number in
            if call.line.hasPrefix("DELETE") { return .saying("no tok-1/x cookie-1 here", status: 500) }
            return call.line == "POST /chat" && number == 1 ? .saying("bad tok-1/x cookie-1", status: 400) : nil
        }
        let (model, notices) = try application(desk, session: true)
        let error = await #expect(throws: ChatError.self) { try await model.reply(to: ask("x")) }
        #expect(error?.description.contains("bad <redacted> <redacted>") == true, "\(String(describing: error))")
        #expect(desk.lines.last == "DELETE /close/tok-1%2Fx")
        #expect(try await model.reply(to: ask("x")).text == "fine 2")
        let said = notices.withLock { $0 }
        #expect(said.count == 2 && said[0].contains("the session was not ended"), "\(said)")
        #expect(!said[0].contains("tok-1/x") && !said[0].contains("cookie-1"))
    }

    @Test("who is cancelled still ends the session", .timeLimit(.minutes(1)))
    func stopped() async throws {
        let arrived = Latch()
        let desk = try Desk { call, _ in
            guard call.line == "POST /chat" else { return nil }
            arrived.open()
            return Behaviour(manner: .hang)
        }
        let (model, notices) = try application(desk, session: true)
        let task = Task { try await model.reply(to: ask("x")) }
        await arrived.wait()
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(desk.lines == ["POST /open", "POST /chat", "DELETE /close/tok-1%2Fx"])
        #expect(notices.withLock { $0 }.isEmpty)
    }

    @Test("OAuth's token is fetched once for many calls, and once more when it is refused")
    func oauth() async throws {
        let desk = try Desk { call, _ in
            guard call.line == "POST /chat" else { return nil }
            return call.head.contains("Authorization: Bearer bearer-1\r\n") && call.body.contains("late")
                ? .saying(#"{"error":"expired"}"#, status: 401) : nil
        }
        let (model, _) = try application(desk, oauth: true)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { _ = try await model.reply(to: ask("early")) } }
            try await group.waitForAll()
        }
        #expect(desk.lines.count { $0 == "POST /oauth" } == 1)
        let login = try #require(desk.calls.first)
        // base64 of desk:s3cret%3Avalue
        #expect(login.head.contains("Authorization: Basic ZGVzazpzM2NyZXQlM0F2YWx1ZQ=="))
        #expect(login.body == "grant_type=client_credentials&scope=chat+all")
        #expect(login.head.contains("Content-Type: application/x-www-form-urlencoded"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { _ = try await model.reply(to: ask("late")) } }
            try await group.waitForAll()
        }
        #expect(desk.lines.count { $0 == "POST /oauth" } == 2)
        #expect(desk.calls.last?.head.contains("Authorization: Bearer bearer-2\r\n") == true)
    }

    @Test("id and secret can stand in the body, and a token that is refused twice is an error")
    func refusals() async throws {
        let desk = try Desk { call, _ in
            call.line == "POST /chat" ? .saying("bearer-1 or 2 is no good", status: 401) : nil
        }
        let (model, _) = try application(desk, oauth: true, inBody: true)
        let error = await #expect(throws: ChatError.self) { try await model.reply(to: ask("x")) }
        guard case .unauthorized(_, 401, _) = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(desk.lines == ["POST /oauth", "POST /chat", "POST /oauth", "POST /chat"])
        #expect(
            desk.calls[0].body
                == "client_id=desk&client_secret=s3cret%3Avalue&grant_type=client_credentials&scope=chat+all")
        #expect(!desk.calls[0].head.contains("Authorization"))
    }

    @Test(
        "a server that gives out no token is an error without secrets",
        arguments: [
            (#"{"error":"invalid_client","hint":"s3cret:value"}"#, 401, "refuses client id and secret", true),
            (#"{"error":"invalid_scope"}"#, 400, "gives out no token", true),
            (#"{"token":"tok-hidden"}"#, 200, "no usable 'access_token'", false),
            (#"{"access_token":"two words-hidden"}"#, 200, "no usable 'access_token'", false),
        ])
    func tokens(body: String, status: Int, part: String, isFatal: Bool) async throws {
        let desk = try Desk { call, _ in call.line == "POST /oauth" ? .saying(body, status: status) : nil }
        let (model, _) = try application(desk, oauth: true)
        let error = await #expect(throws: ChatError.self) { try await model.reply(to: ask("x")) }
        let text = error?.description ?? ""
        #expect(text.contains(part) && !text.contains("s3cret") && !text.contains("hidden"), "\(text)")
        #expect(error?.isFatal == isFatal)
        var dumped = ""
        dump(model, to: &dumped)
        #expect(!dumped.contains("s3cret"))
    }

    @Test("a short-lived token is fetched again when its time is over")
    func expiry() async throws {
        let desk = try Desk { call, number in
            call.line == "POST /oauth" ? .saying(#"{"access_token":"b-\#(number)","expires_in":"40"}"#) : nil
        }
        let time = Locked(1000.0)
        let context = ModelContext(
            environment: ["DESK_SECRET": "s3cret"], http: try CurlClient(CurlSettings()), seeds: TestSeeds.path)
        let token = try ClientToken(
            .init(url: "\(desk.url)/oauth", id: "desk", secretVariable: "DESK_SECRET"), of: "http/desk",
            context: context, now: { time.withLock { $0 } })
        for (seconds, expected) in [(1000.0, "b-1"), (1019, "b-1"), (1021, "b-2"), (1040, "b-2"), (1050, "b-3")] {
            time.withLock { $0 = seconds }
            #expect(try await token.token() == expected)
        }
    }

    @Test(
        "a lifetime that is none leaves a token usable until it is refused",
        arguments: ["0", "-5", "null", "\"soon\"", "\"nan\"", "[1]"])
    func oddLife(life: String) async throws {
        let desk = try Desk { call, _ in
            call.line == "POST /oauth" ? .saying(#"{"access_token":"b","expires_in":\#(life)}"#) : nil
        }
        let (model, _) = try application(desk, oauth: true)
        for _ in 0..<3 { _ = try await model.reply(to: ask("x")) }
        #expect(desk.lines.count { $0 == "POST /oauth" } == 1)
    }

    @Test("forms are written so that no text breaks out of them")
    func forms() async throws {
        let desk = try Desk { _, _ in nil }
        let body: JSONValue = .object([
            "q&=": .string("{{prompt}}"), "n": .int(3), "list": .array([.string("a"), .null]),
        ])
        let prompt = "a=b&c=d +%ä\n\"x\""
        let (form, _) = try application(desk, body: body, encoding: .form)
        _ = try await form.reply(to: ask(prompt))
        #expect(
            desk.calls[0].body == "list=%5B%22a%22%2Cnull%5D&n=3&q%26%3D=a%3Db%26c%3Dd+%2B%25%C3%A4%0A%22x%22",
            "\(desk.calls[0].body)")
        let (multipart, _) = try application(
            desk, body: .object(["a\"\r\nX: y": .string("1"), "q": .string("{{prompt}}")]), encoding: .multipart)
        _ = try await multipart.reply(to: ask("--sextant-\r\nevil"))
        let call = desk.calls[1]
        let boundary = try #require(call.head.firstMatch(of: /boundary=(sextant-[0-9a-f]+)/)?.1)
        #expect(
            call.body == "--\(boundary)\r\nContent-Disposition: form-data; name=\"a%22%0D%0AX: y\"\r\n\r\n1\r\n"
                + "--\(boundary)\r\nContent-Disposition: form-data; name=\"q\"\r\n\r\n--sextant-\r\nevil\r\n"
                + "--\(boundary)--\r\n", "\(call.body)")
        #expect(throws: ChatError.self) {
            try application(desk, body: .array([.string("{{prompt}}")]), encoding: .form)
        }
    }

    @Test("a command signs what is sent, and is told all of it")
    func signing() async throws {
        let desk = try Desk { _, _ in nil }
        let folder = try TemporaryFolder()
        let command = "sh -c 'cat > \(folder("told")); echo \"X-Signature: sig-of-it\"; echo; echo \"x-date:now\"'"
        let (model, _) = try application(
            desk, headers: ["X-Date": "never"], sign: .init(command: command))
        #expect(try await model.reply(to: ask("hi")).text == "fine 1")
        #expect(
            desk.calls[0].head.contains("X-Signature: sig-of-it\r\n") && desk.calls[0].head.contains("X-Date: now\r\n"))
        let told = try JSONDecoder().decode(
            JSONValue.self, from: Data(contentsOf: URL(fileURLWithPath: folder("told"))))
        #expect(told["method"] == .string("POST") && told["body"] == .string(#"{"q":"hi"}"#))
        #expect(told["url"] == .string("\(desk.url)/chat"))
        #expect(told["headers"]?["Content-Type"] == .string("application/json"))
    }

    @Test(
        "a command that signs nothing usable is an error, and nothing is sent",
        arguments: [
            ("sh -c 'echo no-secret-half'", "without a colon"), ("sh -c 'echo \"a b: c\"'", "else than a header field"),
            ("sh -c 'echo \"Host: evil\"'", "not its to set"), ("sh -c 'echo lost >&2; exit 2'", "lost"),
            ("printf 'X-Signature: secret-half\\377'", "not UTF-8"),
            ("sleep 600", "no reply within"), ("head -c 100000 /dev/zero", "more than 65536 bytes"),
            ("/no/such/command", "can't be started"),
        ])
    func badSigning(command: String, part: String) async throws {
        let desk = try Desk { _, _ in nil }
        let (model, _) = try application(
            desk, sign: .init(command: command, timeout: command == "sleep 600" ? 0.1 : 60))
        let error = await #expect(throws: ChatError.self) { try await model.reply(to: ask("x")) }
        #expect(error?.description.contains(part) == true, "\(String(describing: error))")
        #expect(error?.description.contains("secret-half") == false)
        #expect(desk.calls.isEmpty)
    }

    @Test(
        "streams are put together",
        arguments: [
            (
                "data: {\"text\":\"a \"}\n\ndata: {\"text\":\"b\"}\n\ndata: [DONE]\n\n", "text/event-stream", "text",
                "a b"
            ),
            (
                "event: m\r\ndata: {\"text\":\"a\"}\r\n\r\n: ping\r\n\r\ndata: {\"x\":1}\r\n\r\n", "text/event-stream",
                "text", "a"
            ),
            ("{\"text\":\"a\"}\n{\"text\":\"b\"}\n", "application/x-ndjson", "text", "ab"),
            ("data: one\ndata: two\n\ndata:  three\n\ndata: [DONE]\n\n", "text/event-stream", "", "one\ntwo three"),
        ])
    func streams(body: String, type: String, path: String, text: String) async throws {
        let desk = try Desk { _, _ in
            Behaviour(
                headers: [("Content-Type", type)], body: Array(body.utf8), manner: .drip(bytes: 7, milliseconds: 1))
        }
        let (model, _) = try application(desk, response: path)
        #expect(try await model.reply(to: ask("x")).text == text)
    }

    @Test(
        "streams that break off, and texts that stand elsewhere, are errors with the remedy",
        arguments: [
            ("{\"text\":\"a\"}\n{\"text\":\"b\"}\n{\"te", "breaks off at byte 25"),
            ("data: {\"text\":\"a\"}\n\ndata: {\"te", "breaks off at byte 20"),
            ("data: {\"other\":1}\n\n", "no event has a text"), ("data: plain words\n\n", "write response: \"\""),
            ("plain words", "write response: \"\""), ("", "an empty body"), ("<html>", "a web page"),
            (#"{"text":{"b":1,"a":"x"}}"#, "is no text; try text.a, text.b"),
        ])
    func brokenStreams(body: String, part: String) async throws {
        let desk = try Desk { _, _ in Behaviour(body: Array(body.utf8)) }
        let (model, _) = try application(desk)
        let error = await #expect(throws: ChatError.self) { try await model.reply(to: ask("x")) }
        #expect(error?.description.contains(part) == true, "\(String(describing: error))")
    }
}
