// SPDX-License-Identifier: Apache-2.0

import Base

/// The titles in reports of the files and directories that the user named, in that order.
///
/// An absolute path is shortened to its last component, so that reports do not depend on where the
/// files are; that of an open file (`/dev/fd/63`) is kept. Where other files would have the same
/// title, it keeps as many of its last components as tell them apart. The titles depend on the list
/// alone, not on what directories contain: a shard has those of the whole run.
struct ImageTitles {
  private var names: [Name]

  /// The titles, in the order of the names.
  var all: [String] { names.map(\.title) }

  /// - Parameters:
  ///   - names: the paths of files and directories.
  ///   - given: the title of a path; nil for one that is to be shortened.
  init(_ names: [String], given: (String) -> String?) {
    self.names = names.map { Name($0, given: given($0)) }
    guard self.names.contains(where: \.isShortened) else { return }
    while lengthen(clashing()) {}
  }

  private struct Name {
    /// The path without empty components and `.`.
    let path: String
    /// The components of the path.
    private let components: [Substring]
    /// The number of components in the title; nil if the title was given.
    private var depth: Int?
    private(set) var title: String
    /// The most components of a shortened title, which bounds the time for many long paths: where
    /// more would be needed, the title is the whole path.
    static let mostComponents = 16

    init(_ path: String, given: String?) {
      components = path.split(separator: "/").filter { $0 != "." }
      self.path = (path.hasPrefix("/") ? "/" : "") + components.joined(separator: "/")
      let given = given ?? (FileName.isOpenFile(path) ? path : nil)
      depth = given == nil ? 1 : nil
      title = given ?? components.last.map(String.init) ?? self.path
    }

    var isShortened: Bool { depth != nil }

    /// Adds a component to the title; behind the last one, the title is the whole path. Returns
    /// false if it already is.
    mutating func lengthen() -> Bool {
      guard let old = depth, old <= components.count else { return false }
      let next = old < Self.mostComponents ? old + 1 : components.count + 1
      depth = next
      title = next <= components.count ? components.suffix(next).joined(separator: "/") : path
      return true
    }

    /// The title that those of files in this directory begin with; empty for the working directory
    /// and the root.
    var prefix: String { title == "." ? "" : ImageTitles.withoutSlashes(title) }
  }

  /// The names with one title.
  private struct Group {
    let path: String
    var isOfSeveral = false
    var members: [Int] = []
  }

  /// The names whose files can have the title of another file: because of equal titles, or because
  /// one is the title of a directory, and the other that of a file which is not in it.
  private func clashing() -> [Int] {
    var groups: [String: Group] = [:]
    for (index, name) in names.enumerated() {
      groups[name.prefix, default: Group(path: name.path)].members.append(index)
      if groups[name.prefix]?.path != name.path { groups[name.prefix]?.isOfSeveral = true }
    }
    var titles = Set(groups.filter(\.value.isOfSeveral).keys)
    var found: [Int] = []
    for (index, name) in names.enumerated() {
      for slash in name.prefix.indices where name.prefix[slash] == "/" {
        let start = String(name.prefix[..<slash])
        guard let group = groups[start], !start.isEmpty,
          group.isOfSeveral || group.path + name.prefix[slash...] != name.path
        else { continue }
        titles.insert(start)
        found.append(index)
      }
      // The titles in the working directory and in the root begin with nothing.
      if name.isShortened, groups[""] != nil, isIn(groups[""], name) { found.append(index) }
    }
    return Set(found + titles.flatMap { groups[$0]?.members ?? [] }).sorted()
  }

  private func isIn(_ group: Group?, _ name: Name) -> Bool {
    group?.members.contains { member in
      let file = names[member].path + name.title
      return file != name.path && FileName.exists(file)
    } ?? false
  }

  /// Returns false if no title could be made longer.
  private mutating func lengthen(_ clashing: [Int]) -> Bool {
    var isLonger = false
    for index in clashing where names[index].lengthen() { isLonger = true }
    return isLonger
  }

  static func withoutSlashes(_ title: String) -> String {
    title.last == "/" ? String(title.reversed().drop { $0 == "/" }.reversed()) : title
  }
}
