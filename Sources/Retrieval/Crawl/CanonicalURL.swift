import HTTPTransport

/// The one form of a page's URL, so that a page is fetched once however it is linked.
package enum CanonicalURL {
    /// Query fields that only say where a visitor came from.
    private static let tracking: Set<String> = [
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid",
        "mc_cid", "mc_eid", "_ga", "_gl", "_hsenc", "_hsmi", "mkt_tok", "vero_id", "oly_enc_id", "oly_anon_id",
        "s_cid", "cmpid", "ref_src", "spm",
    ]

    /// The URL without tracking fields and with nothing left of an empty query; `WebURL` has done the rest.
    package static func of(_ url: WebURL) -> WebURL {
        guard let query = url.query else { return url }
        let kept = query.split(separator: "&").filter { field in
            let name = field.prefix { $0 != "=" }.lowercased()
            return !name.hasPrefix("utm_") && !tracking.contains(name)
        }
        return url.with(path: url.path, query: kept.isEmpty ? nil : kept.joined(separator: "&"))
    }
}
