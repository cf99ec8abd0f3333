// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The FEATURES string, `name|!name|…`: `!` marks a required feature (libelf-dominfo.c@4.17,
/// elf_xen_parse_features).
enum FeatureString {
  /// Longer tokens are cut, and the rest is a token of its own.
  private static let longestToken = 63

  /// Takes the features in. An unknown one is ignored when optional; when required the image is
  /// refused, without a word.
  static func take(_ text: [UInt8], into parameters: inout GuestParameters) throws(Refusal) {
    for token in tokens(text) {
      let required = token.first == UInt8(ascii: "!")
      let name = String(decoding: required ? token.dropFirst() : token, as: UTF8.self)
      guard let feature = XenFeature.named(byLoader: name) else {
        if required { throw Refusal("", remark: "unknown required feature '\(name)'") }
        continue
      }
      parameters.supported |= 1 << UInt32(feature.bit)
      if required { parameters.required |= 1 << UInt32(feature.bit) }
    }
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
