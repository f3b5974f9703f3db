import FlyingFox
import Foundation

/// Decides who may ask: only a browser that was given the token, under a name of this machine, from a page of this server.
struct DashboardGuard: Sendable {
    /// The decision about a request.
    enum Decision: Equatable {
        /// It gets a response.
        case pass
        /// The token was in the address: it moves into a cookie, and the browser goes on at `path`.
        case enter(path: String)
        /// It is refused; `reason` says why and what to do.
        case refuse(reason: String)
    }

    let token: DashboardToken

    /// A name that somebody else's domain can't have: a page elsewhere may point its own name at this machine (DNS
    /// rebinding), but the browser then says that name.
    private static let hosts: Set = ["127.0.0.1", "localhost"]

    /// Looks at the sender of a request, not at its path.
    func decision(on request: HTTPRequest) -> Decision {
        let host = request.headers[.host] ?? ""
        let name = host.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        guard Self.hosts.contains(name.lowercased()) else {
            return .refuse(reason: "this server is asked by the name 127.0.0.1 or localhost only")
        }
        if let origin = request.headers[.init("Origin")], origin != "http://\(host)" {
            return .refuse(reason: "pages of other origins may not ask here")
        }
        guard request.method == .GET || request.headers[.init("Origin")] != nil else {
            return .refuse(reason: "a change has to come from a page of this server")
        }
        if let given = request.query.first(where: { $0.name == "token" }) {
            return token.matches(given.value) && request.method == .GET
                ? .enter(path: Self.local(request.path))
                : .refuse(reason: "the token is not that of this start; open the address that 'sextant serve' printed")
        }
        guard !isFromElsewhere(request), cookies(request).contains(where: token.matches) else {
            return .refuse(reason: "open the address that 'sextant serve' printed; each start has its own")
        }
        return .pass
    }

    /// The header that hands the token over.
    var cookie: String { "\(token.cookie)=\(token.text); Path=/; HttpOnly; SameSite=Strict" }

    /// A page of another port of this machine is of the same site, so that the cookie comes with its requests.
    private func isFromElsewhere(_ request: HTTPRequest) -> Bool {
        guard let site = request.headers[.init("Sec-Fetch-Site")] else { return false }
        return site != "same-origin" && site != "none"
    }

    private func cookies(_ request: HTTPRequest) -> [String] {
        (request.headers[.cookie] ?? "").split(separator: ";").compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == token.cookie else { return nil }
            return parts[1].trimmingCharacters(in: .whitespaces)
        }
    }

    /// A path that a browser can't take for the address of another server.
    private static func local(_ path: String) -> String {
        path.hasPrefix("/") && !path.hasPrefix("//") && path.allSatisfy { $0.isASCII && !$0.isNewline } ? path : "/"
    }
}
