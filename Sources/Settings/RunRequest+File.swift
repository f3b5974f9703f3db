import Records

extension RunRequest {
    /// Takes over how models are reached, and the limits of their hosts.
    package mutating func connect(as file: RunRequest) {
        connection = file.connection
        limits.requestsPerMinute = file.limits.requestsPerMinute
        limits.tokensPerMinute = file.limits.tokensPerMinute
    }
}

extension OracleRequest {
    /// The oracle that is meant when none is named: the jury when its members are, else the guard when its model is.
    package var impliedOracle: String? { jury != nil ? "jury" : guardModel != nil ? "guard" : nil }
}
