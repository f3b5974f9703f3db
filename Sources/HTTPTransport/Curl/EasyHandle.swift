import CCurl

/// A libcurl easy handle with its error buffer, made once and used for many transfers.
///
/// Belongs to the loop's thread.
final class EasyHandle {
    let raw: UnsafeMutableRawPointer
    private let errorBuffer: UnsafeMutablePointer<CChar>

    init?() {
        guard let raw = curl_easy_init() else { return nil }
        self.raw = raw
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(raw)
        errorBuffer.deallocate()
    }

    /// Forgets every option and gives back the error buffer, connections stay with the multi handle.
    func reset() {
        curl_easy_reset(raw)
        errorBuffer[0] = 0
    }

    func armErrorBuffer() {
        ccurl_set_pointer(raw, CURLOPT_ERRORBUFFER, errorBuffer)
    }

    /// libcurl's own words for what went wrong.
    func message(for code: CURLcode) -> String {
        errorBuffer[0] == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: errorBuffer)
    }
}
