import Foundation
import Foundations

/// The limits of hosts that several machines share. What each calls its own address is another host on each.
package struct MachineLimits: LimitSource {
    private let base: any LimitSource
    private let machine: String

    package init(_ base: any LimitSource, machine: String = ProcessInfo.processInfo.hostName) {
        self.base = base
        self.machine = machine
    }

    package func take(_ wish: LimitWish, of host: String) async throws -> LimitGrant {
        try await base.take(wish, of: name(host))
    }

    package func putBack(_ amount: LimitAmount, of host: String) async throws {
        try await base.putBack(amount, of: name(host))
    }

    package func exchange(_ news: HostNews, of host: String, most: Int) async throws -> HostOrders {
        try await base.exchange(news, of: name(host), most: most)
    }

    /// - Parameter host: with its port
    private func name(_ host: String) -> String {
        let isOwn = ["localhost", "127.", "[::1]"].contains(where: host.hasPrefix)
        return isOwn ? "\(machine) \(host)" : host
    }
}
