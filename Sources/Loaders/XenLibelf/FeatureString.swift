// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Parses the FEATURES string, `name|!name|…`, where `!` marks a required feature
/// (libelf-dominfo.c@4.17, elf_xen_parse_features).
enum FeatureString {
  /// The maximum length of a token; the rest of a longer one becomes the next token.
  private static let longestToken = 63

  /// Adds the features to `parameters`. An unknown required feature refuses the image silently. An
  /// unknown optional one does the same until 4.1, and is ignored since 4.2.
  static func take(
    _ text: [UInt8], _ dialect: Dialect, into parameters: inout GuestParameters
  ) throws(Refusal) {
    for token in tokens(text) {
      let required = token.first == UInt8(ascii: "!")
      let name = String(decoding: required ? token.dropFirst() : token, as: UTF8.self)
      guard let feature = dialect.feature(named: name) else {
        if required || !dialect.ignoresUnknownFeatures { throw unknown(name, required: required) }
        continue
      }
      parameters.supported |= 1 << UInt32(feature.bit)
      if required { parameters.required |= 1 << UInt32(feature.bit) }
    }
  }

  private static func unknown(_ name: String, required: Bool) -> Refusal {
    Refusal("", remark: "unknown \(required ? "required" : "optional") feature '\(name)'")
  }

  private static func tokens(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var (rest, tokens) = (text[...], [ArraySlice<UInt8>]())
    while !rest.isEmpty {
      let token = rest.prefix(longestToken).prefix { $0 != UInt8(ascii: "|") }
      tokens.append(token)
      rest = rest.dropFirst(token.count)
      if token.count < longestToken { rest = rest.dropFirst() }
    }
    return tokens
  }
}
