// SPDX-License-Identifier: Apache-2.0

/// What stands at the head of a header's page. A header without a row has a page all the same.
struct HeaderProse {
  let header: String
  /// A few words, for the map of the subsystems too.
  let title: String
  /// Paragraphs in Markdown.
  let text: String

  init(_ header: String, _ title: String, _ text: String) {
    (self.header, self.title, self.text) = (header, title, text)
  }

  static func of(_ header: String) -> HeaderProse? {
    Subsystem.all.lazy.flatMap(\.headers).first { $0.header == header }
  }
}

/// Headers that belong together, as the index lists them.
struct Subsystem {
  let title: String
  let headers: [HeaderProse]

  /// In the order in which a guest meets them.
  static let all: [Subsystem] = [core, running, memory, devices, hvm, control]
}
