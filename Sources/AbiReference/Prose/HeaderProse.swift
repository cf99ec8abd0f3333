// SPDX-License-Identifier: Apache-2.0

/// The introduction of a header's page. A header without an introduction has a page too.
struct HeaderProse {
  let header: String
  /// A short title, also used in the index.
  let title: String
  /// The paragraphs, in Markdown.
  let text: String

  init(_ header: String, _ title: String, _ text: String) {
    (self.header, self.title, self.text) = (header, title, text)
  }

  static func of(_ header: String) -> HeaderProse? {
    Subsystem.all.lazy.flatMap(\.headers).first { $0.header == header }
  }
}

/// A group of related headers in the index.
struct Subsystem {
  let title: String
  let headers: [HeaderProse]

  /// The subsystems, in the order in which a guest needs them.
  static let all: [Subsystem] = [core, running, memory, devices, hvm, control]
}
