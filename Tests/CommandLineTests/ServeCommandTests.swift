import FaultServer
import Foundation
import HTTPTransport
import TestSupport
import Testing

@Suite("sextant serve", .serialized)
struct ServeCommandTests {
    private static let hostile =
        "<script>alert(1)</script><img src=x onerror=alert(2)></pre>\u{202E}txt\u{1B}[31m {{{title}}}"

    let program: Program
    let run: String

    init() throws {
        program = try Program()
        let script = try ChatScript { _ in .text(Self.hostile) }
        let result = try program.run([
            "run", "--budget", "12", "--hazards", "self_harm", "--target", "openai/<b>desk", "--target-base-url",
            script.baseURL, "--quiet",
        ])
        #expect(result.status == 0, "\(result.errors)")
        run = try program.runID()
    }

    @Test("the token in the address becomes a cookie that scripts and other sites don't get, and leaves the address")
    func token() throws {
        let dashboard = try Dashboard(program)
        let answer = try RawHTTP.ask(
            dashboard.port, "GET", "/runs/x?token=\(dashboard.token)", headers: ["Host": "localhost:\(dashboard.port)"])
        #expect(answer.status == 303 && answer.headers["location"] == "/runs/x")
        let cookie = try #require(answer.headers["set-cookie"])
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains("Domain"))
        #expect(try dashboard.get("/").status == 200)
        let wrong = String(dashboard.token.reversed())
        for path in ["/?token=\(wrong)", "/?token=", "/?token=\(dashboard.token)0"] {
            let refused = try RawHTTP.ask(
                dashboard.port, "GET", path, headers: ["Host": "127.0.0.1:\(dashboard.port)"])
            #expect(refused.status == 403 && refused.headers["set-cookie"] == nil, "\(path)")
        }
        let other = try Dashboard(program)
        #expect(other.token != dashboard.token)
    }

    @Test("who has no token, another name for this machine, or comes from another page, is refused everywhere")
    func refused() throws {
        let dashboard = try Dashboard(program, ["--review", "--annotator", "ana"])
        let port = dashboard.port
        let wrong: [[String: String]] = [
            ["Cookie": ""], ["Cookie": "sextant=\(dashboard.token)"], ["Host": "evil.example:\(port)"], ["Host": ""],
            ["Host": "127.0.0.1.evil.example"], ["Origin": "http://evil.example"], ["Origin": "null"],
            ["Origin": "http://127.0.0.1:\(port - 1)"], ["Sec-Fetch-Site": "cross-site"],
            ["Sec-Fetch-Site": "same-site"],
        ]
        let paths = ["/", "/events", "/runs/\(run)/report", "/review/\(run)", "/dashboard.css", "/none"]
        for headers in wrong {
            for path in paths {
                let answer = try dashboard.get(path, headers)
                #expect(answer.status == 403 && !answer.body.contains(run), "\(path) \(headers)")
            }
            let answer = try dashboard.post("/review/\(run)/labels", "{\"test\": 0, \"label\": \"safe\"}", headers)
            #expect(answer.status == 403, "\(headers)")
        }
        #expect(try dashboard.post("/review/\(run)/labels", "{}", ["Origin": ""]).status == 403)
        #expect(try dashboard.get("/", ["Host": "LOCALHOST:\(port)", "Sec-Fetch-Site": "none"]).status == 200)
    }

    @Test("every answer forbids to load, frame, keep, guess and tell, and allows no other origin")
    func headers() throws {
        let dashboard = try Dashboard(program, ["--review", "--annotator", "ana"])
        for path in ["/", "/runs/\(run)/report", "/review/\(run)", "/runs.js", "/review.js", "/dashboard.css", "/none"]
        {
            let answer = try dashboard.get(path)
            #expect(answer.status == (path == "/none" ? 404 : 200), "\(path)")
            let policy = try #require(answer.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
            #expect(policy.contains("'unsafe-inline'") == path.hasSuffix("report"))
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(answer.headers["referrer-policy"] == "no-referrer")
            #expect(answer.headers["cache-control"] == "no-store")
            #expect(!answer.headers.keys.contains { $0.hasPrefix("access-control") })
        }
    }

    @Test("runs, reports and what a model said are shown as text")
    func pages() throws {
        let dashboard = try Dashboard(program, ["--review", "--annotator", "<i>ana"])
        let list = try dashboard.get("/")
        #expect(list.body.contains("openai/&lt;b&gt;desk") && list.body.contains("12 of 12"))
        #expect(list.body.contains("Content notice") && list.body.contains("/runs/\(run)/report"))
        let report = try dashboard.get("/runs/\(run)/report")
        let file = try String(contentsOfFile: program.folder("Output/\(run)/report.html"), encoding: .utf8)
        #expect(report.body == file)
        let review = try dashboard.get("/review/\(run)")
        #expect(review.body.contains("&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x"))
        #expect(review.body.contains("⟨U+202E⟩txt⟨U+001B⟩[31m {{{title}}}") && review.body.contains("&lt;i&gt;ana"))
        for page in [list, review] {
            #expect(!page.body.contains("<script>") && !page.body.contains("<img") && !page.body.contains("<b>desk"))
        }
        #expect(try dashboard.get("/runs/20200101-000000-0000/report").status == 404)
        #expect(try dashboard.get("/runs/..%2F..%2Fetc/report").status == 404)
    }

    @Test("without --review nothing can be sent, and there is no queue")
    func readOnly() throws {
        let dashboard = try Dashboard(program)
        #expect(try dashboard.get("/review/\(run)").status == 404)
        #expect(!(try dashboard.get("/").body.contains("/review/")))
        for method in ["POST", "PUT", "DELETE", "PATCH"] {
            let answer = try RawHTTP.ask(
                dashboard.port, method, "/review/\(run)/labels",
                headers: dashboard.headers(["Origin": "http://127.0.0.1:\(dashboard.port)"]), body: "{}")
            #expect(answer.status == 405, "\(method)")
        }
    }

    @Test("a label is stored for the test that is looked at and no other, and what is no label is refused")
    func labels() throws {
        let dashboard = try Dashboard(program, ["--review", "--annotator", "ana", "--control", "1"])
        func current() throws -> String {
            let page = try dashboard.get("/review/\(run)")
            return String(try #require(page.body.firstMatch(of: /data-test="(\d+)"/)).output.1)
        }
        let path = "/review/\(run)/labels"
        let first = try current()
        for (body, status) in [
            ("", 400), ("[]", 400), ("{\"test\": \(first), \"label\": \"fine\"}", 400),
            ("{\"test\": 999, \"label\": \"safe\"}", 409), (String(repeating: " ", count: 2000), 413),
        ] { #expect(try dashboard.post(path, body).status == status, "\(body.prefix(40))") }
        let typed = try dashboard.post(
            path, "{\"test\": \(first), \"label\": \"safe\"}", ["Content-Type": "text/plain"])
        #expect(typed.status == 415)
        #expect(try dashboard.post("/review/none/labels", "{\"test\": \(first), \"label\": \"safe\"}").status == 409)
        #expect(try current() == first)
        #expect(try dashboard.post(path, "{\"test\": \(first), \"label\": \"unsafe\"}").status == 204)
        #expect(try dashboard.post(path, "{\"test\": \(first), \"label\": \"unsafe\"}").status == 409)
        let second = try current()
        #expect(try dashboard.post(path, "{\"test\": \(second), \"label\": \"skip\"}").status == 204)
        let third = try current()
        #expect(Set([first, second, third]).count == 3)
        #expect(try dashboard.post(path, "{\"test\": \(third), \"label\": \"unknown\"}").status == 204)
        #expect(try program.run(["show", run, first]).output.contains("unsafe, by ana"))
        #expect(try program.run(["show", run, third]).output.contains("unknown, by ana"))
        #expect(try program.run(["review", run, "--agreement"]).output.contains("2 tests labelled, 2 of them drawn"))
        // The terminal's queue goes on where the browser stopped: the skipped test comes first.
        let terminal = try program.run(["review", run, "--annotator", "ana", "--control", "1"], input: "q\n")
        #expect(terminal.output.contains("1. test \(second)\n"), "\(terminal.output)")
    }

    @Test("a run that goes on in another process is shown live, takes labels meanwhile, and Ctrl-C ends the server")
    func live() throws {
        let dashboard = try Dashboard(program, ["--review", "--annotator", "ana", "--control", "1"])
        let events = try dashboard.listen()
        #expect(events.read { $0.contains("\"\(run)\"") }.contains("text/event-stream"))
        let gate = DispatchSemaphore(value: 0)
        let script = try ChatScript { call in
            if call.number >= 4 {
                gate.wait()
                gate.signal()
            }
            return .text("I can't help with that.")
        }
        let second = try program.start([
            "run", "--budget", "8", "--hazards", "violence_aiding_abetting_incitement", "--target", "openai/slow",
            "--target-base-url", script.baseURL, "--quiet", "--max-connections", "1",
        ])
        let line = /data: \[\{"run":"([^"]*)","done":4,"budget":8,"state":"running","tests":"4 of 8"/
        let text = events.read { $0.contains(line) || !second.process.isRunning }
        let live = try #require(text.firstMatch(of: line), "\(text)").output.1
        #expect(live != run)
        let page = try dashboard.get("/review/\(live)").body
        let test = try #require(page.firstMatch(of: /data-test="(\d+)"/), "\(page)").output.1
        let label = try dashboard.post("/review/\(live)/labels", "{\"test\": \(test), \"label\": \"safe\"}")
        #expect(label.status == 204, "\(label.body)")
        gate.signal()
        second.process.waitUntilExit()
        #expect(second.process.terminationStatus == 0)
        #expect(events.read { $0.contains("\"state\":\"finished\",\"tests\":\"8 of 8\"") }.contains("8 of 8"))
        kill(dashboard.process.processIdentifier, SIGINT)
        dashboard.process.waitUntilExit()
        #expect(dashboard.process.terminationStatus == 0)
    }

    @Test(
        "what can't be served is told, with exit code 2",
        arguments: [
            (["--control", "2"], "between 0 and 1"), (["--annotator", "ana"], "--review"),
            (["--review", "--annotator", " "], "--annotator"),
        ])
    func wrong(_ options: [String], _ message: String) throws {
        let result = try program.run(["serve", "--port", "0"] + options)
        #expect(result.status == 2)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    @Test("a port that is taken is told")
    func taken() throws {
        let dashboard = try Dashboard(program)
        let result = try program.run(["serve", "--port", "\(dashboard.port)"])
        #expect(result.status == 2)
        #expect(result.errors.contains("choose another --port"), "\(result.errors)")
    }
}
