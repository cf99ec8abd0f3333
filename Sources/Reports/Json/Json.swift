// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// How JSON is laid out: `lines` is one object a line, for many images in one stream.
public enum JsonLayout: Sendable { case lines, pretty }

/// The value as JSON with sorted keys, so that equal values give equal bytes.
public func renderJSON(_ value: some Encodable, _ layout: JsonLayout = .pretty) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  if layout == .pretty { encoder.outputFormatting.insert(.prettyPrinted) }
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}
