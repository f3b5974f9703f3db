import Foundation

/// The hosts that `no_proxy` names, as libcurl takes them: it knows neither ports nor `*.example.org`.
enum ProxyExceptions {
    /// What the environment says; nil when it says nothing.
    static let ofEnvironment = ["no_proxy", "NO_PROXY"].lazy.compactMap { ProcessInfo.processInfo.environment[$0] }
        .first { !$0.isEmpty }

    /// The list for a request; nil where libcurl reads it by itself.
    ///
    /// - Parameters:
    ///   - written: the list as the environment has it
    ///   - url: the request's
    static func list(_ written: String?, for url: String) -> String? {
        guard let written, written.contains(":") || written.contains("*."), let host = try? URLHost.parse(url) else {
            return nil
        }
        let standard = url.lowercased().hasPrefix("https:") ? "443" : "80"
        let port = parts(host).port ?? standard
        let entries = written.split { $0 == "," || $0.isWhitespace }.compactMap { entry -> String? in
            let (name, own) = parts(String(entry))
            guard own == nil || own == port else { return nil }
            return name.hasPrefix("*.") ? String(name.dropFirst()) : name
        }
        return entries.joined(separator: ",")
    }

    /// A host and its port; an address of IPv6 has one only behind brackets.
    private static func parts(_ host: String) -> (name: String, port: String?) {
        guard let colon = host.lastIndex(of: ":"), host[host.index(after: colon)...].allSatisfy(\.isNumber),
            host[..<colon].hasSuffix("]") || !host[..<colon].contains(":")
        else { return (host, nil) }
        return (String(host[..<colon]), String(host[host.index(after: colon)...]))
    }
}
