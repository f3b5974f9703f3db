import FaultServer
import Glibc

/// The value after `name` on the command line.
func option(_ name: String) -> String? {
    let arguments = CommandLine.arguments
    guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return nil }
    return arguments[index + 1]
}

/// The plan that a profile's name stands for.
func plan(_ profile: String, latency: Int) -> Plan? {
    let good = Behaviour.chatCompletion(latency: latency)
    let tooMany = Behaviour.failing(429, retryAfter: "1")
    switch profile {
    case "steady": return .always(good)
    case "rate50": return .rateLimited(perSecond: 50, window: .fixed, within: good, beyond: tooMany)
    case "bucket50": return .rateLimited(perSecond: 50, window: .bucket(10), within: good, beyond: tooMany)
    case "flaky":
        return .mix([
            (0.87, good), (0.05, Behaviour(manner: .reset)), (0.05, .failing(500)),
            (0.02, Behaviour(body: good.body, manner: .truncate(after: 40))), (0.01, Behaviour(manner: .hang)),
        ])
    case "dead": return .always(.failing(503))
    default: return nil
    }
}

/// Runs a server for as long as the process lives; its thread does all the work, so that a signal ends it.
func serve(_ server: some Sendable, at address: String) -> Never {
    print("listening on \(address)")
    fflush(nil)
    withExtendedLifetime(server) { () -> Never in while true { pause() } }
}

let usage = """
    usage: fault-server --port N [--latency-ms 50] [--profile steady|rate50|bucket50|flaky|dead] [--seed N]
           fault-server --port N --batches openai|azure|anthropic|gemini|mistral [--batch-seconds 2]
    """
if let name = option("--batches") {
    guard let shape = BatchServer.Shape(rawValue: name), let port = Int(option("--port") ?? "0"),
        let seconds = Double(option("--batch-seconds") ?? "2")
    else {
        print(usage)
        exit(2)
    }
    do {
        let server = try BatchServer(shape, port: port, seconds: seconds)
        serve(server, at: server.baseURL)
    } catch {
        print("fault-server: \(error)")
        exit(3)
    }
}
guard let port = Int(option("--port") ?? "0"), let latency = Int(option("--latency-ms") ?? "50"),
    let seed = UInt64(option("--seed") ?? "1"), let chosen = plan(option("--profile") ?? "steady", latency: latency)
else {
    print(usage)
    exit(2)
}
// Blocked in every thread, so that the main one waits for them.
var signals = sigset_t()
sigemptyset(&signals)
for number in [SIGTERM, SIGINT, SIGUSR1] { sigaddset(&signals, number) }
pthread_sigmask(SIG_BLOCK, &signals, nil)
do {
    let server = try FaultHTTPServer(port: port, otherwise: chosen, seed: seed)
    print("listening on \(server.baseURL)/v1")
    fflush(nil)
    // Its thread does all the work. SIGUSR1 asks for the counts; other signals for the end.
    var number: Int32 = 0
    while sigwait(&signals, &number) == 0 {
        print("requests \(server.seen.requests)")
        fflush(nil)
        if number != SIGUSR1 { break }
    }
} catch {
    print("fault-server: \(error)")
    exit(3)
}
