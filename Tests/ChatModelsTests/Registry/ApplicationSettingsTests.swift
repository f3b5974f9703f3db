import Foundations
import Testing

@testable import ChatModels

@Suite("The settings of applications behind state")
struct ApplicationSettingsTests {
    private static let start = "desk:\n  url: http://h/chat\n  body: {q: \"{{ prompt }}\"}\n  response: text\n"

    private func application(_ rest: String) throws -> HTTPApplication? {
        try YAMLValue(text: Self.start + rest, file: "sextant.yaml", hasTags: true).applications()["desk"]
    }

    @Test func allOfThemAreRead() throws {
        let read = try application(
            """
              encoding: form
              session:
                start: {url: "http://h/open", headers: {A: b}, body: {x: 1}, encoding: json}
                token: session.id
                cookie: [sid, csrf]
                end: {url: "http://h/close/{{token}}", method: delete}
              oauth: {url: "http://h/token", client_id: desk, client_secret: "${DESK_SECRET}", scope: chat, in_body: true}
              sign: {command: ./sign, timeout: 2.5}
            """)
        #expect(
            read
                == HTTPApplication(
                    url: "http://h/chat", body: .object(["q": .string("{{prompt}}")]), responsePath: "text",
                    encoding: .form,
                    session: .init(
                        start: .init(url: "http://h/open", headers: ["A": "b"], body: .object(["x": .int(1)])),
                        tokenPath: "session.id", cookies: ["sid", "csrf"],
                        end: .init(url: "http://h/close/{{token}}", method: "DELETE")),
                    oauth: .init(
                        url: "http://h/token", id: "desk", secretVariable: "DESK_SECRET", scope: "chat", isInBody: true),
                    signing: .init(command: "./sign", timeout: 2.5)))
    }

    @Test("an empty response is the whole body, and an address with the prompt needs no body")
    func plain() throws {
        let text = "desk:\n  url: \"http://h/?q={{prompt}}\"\n  method: get\n  response: \"\"\n"
        let read = try YAMLValue(text: text, file: "sextant.yaml", hasTags: true).applications()["desk"]
        #expect(read == HTTPApplication(url: "http://h/?q={{prompt}}", method: "GET", body: .null, responsePath: ""))
    }

    @Test(
        "a body that asks for several replies is refused where one of them would be judged",
        arguments: [
            ("{n: 2, p: \"{{prompt}}\"}", "choices[0].text", "'n' asks for 2 replies"),
            ("'{\"n\": 3, \"p\": {{prompt}}}'", "choices[0].text", "'n' asks for 3 replies"),
            ("{p: \"{{prompt}}\", generationConfig: {candidateCount: 4}}", "a", "let --repeat 4 ask"),
            ("{inputs: \"{{prompt}}\", parameters: {num_return_sequences: 2}}", "\"[0].a\"", "'num_return_sequences'"),
            ("{n: 2, p: \"{{prompt}}\"}", "choices[*].text", nil), ("{n: 2, p: \"{{prompt}}\"}", "\"\"", nil),
            ("{n: 1, p: \"{{prompt}}\"}", "a", nil), ("{n: x, filter: {n: 5}, p: \"{{prompt}}\"}", "a", nil),
        ])
    func severalReplies(body: String, path: String, problem: String?) throws {
        let text = "desk:\n  url: http://h/\n  body: \(body)\n  response: \(path)\n"
        let value = try YAMLValue(text: text, file: "sextant.yaml", hasTags: true)
        guard let problem else {
            #expect(try value.applications().count == 1)
            return
        }
        let error = #expect(throws: ConfigurationError.self) { try value.applications() }
        #expect(error.map { "\($0)".hasPrefix("sextant.yaml:3: ") && "\($0)".contains(problem) } == true)
    }

    @Test(
        "faults are named with their place",
        arguments: [
            ("  encoding: xml", "'encoding' has to be json, form, multipart"),
            ("  session: {start: {url: \"http://h/\"}}", "'token'"),
            ("  session: {token: a}", "'start' is missing"),
            ("  session: {start: {url: \"http://h/\", uri: x}, token: a}", "unknown key 'uri'"),
            ("  session: {start: {url: \"http://h/\"}, token: a, finish: x}", "unknown key 'finish'"),
            ("  oauth: {url: \"http://h/\", client_id: a, client_secret: geheim-1}", "belongs in the environment"),
            ("  oauth: {url: \"http://h/\", client_id: a}", "'client_secret' is missing"),
            ("  sign: {command: ./s, timeout: 0}", "'timeout' has to be"),
            ("  sign: {timeout: 1}", "'command' is missing"),
        ])
    func faults(rest: String, part: String) {
        let error = #expect(throws: ConfigurationError.self) { try application(rest) }
        #expect(error?.description.contains(part) == true, "\(String(describing: error))")
        #expect(error?.description.contains("sextant.yaml:") == true)
        #expect(error?.description.contains("geheim") == false)
    }
}
