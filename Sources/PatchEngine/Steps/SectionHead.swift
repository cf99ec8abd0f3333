// SPDX-License-Identifier: Apache-2.0

/// The opening statement of a section: `new PATH from OTHER on 2.6.12-2.6.17`.
struct SectionHead {
  let path: String
  /// What stands behind the words that may follow the path.
  let options: [String: String]
  /// `on RELEASES`.
  let releases: ReleaseSet?

  /// - Parameter options: the words that may follow the path, besides `on`, each with a value.
  init(_ section: Section, words: [String], options known: [String] = []) throws(PatchError) {
    guard section.head.text == nil, let path = words.first else {
      throw section.error(section.head, "must be: \(section.head.keyword) PATH [on RELEASES]")
    }
    guard Self.staysInside(path) else {
      throw section.error(section.head, "\(path) is not a path below the tree's top")
    }
    self.path = path
    var rest = words.dropFirst()
    var options: [String: String] = [:]
    while let word = rest.popFirst() {
      guard known.contains(word) || word == "on", let value = rest.popFirst() else {
        throw section.error(section.head, "does not know \"\(word)\"")
      }
      // `on a-b, c-d` goes on to the end.
      options[word] = word == "on" ? ([value] + rest).joined() : value
      if word == "on" { break }
    }
    self.options = options
    releases = options["on"].flatMap(ReleaseSet.init)
    if let on = options["on"], releases == nil {
      throw section.error(section.head, "\"\(on)\" is not a set of releases such as 2.6.16-2.6.18")
    }
  }

  /// Whether a path leads to a file that a kernel's tree may have: below its top, and nothing that
  /// begins with a dot, as git's hooks and our own record do.
  static func staysInside(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return path.utf8.count < 4096
      && parts.allSatisfy { part in
        !part.isEmpty && part.first != "." && part.utf8.count < 256
          && part.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\\") }
      }
  }
}
