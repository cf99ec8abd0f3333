// SPDX-License-Identifier: Apache-2.0

import Base

/// The files and directories of a list, by which one that is named again, or is found below a
/// directory, is recognized.
///
/// Two names are of one file if the last components are equal and their directories are one, by
/// whatever links. Links to a file have names of their own, by which reports, baselines and
/// suppressions know them: they are different files.
struct KnownFiles {
  /// The keys of the files that the user named; empty for a list of one name, which cannot have a
  /// file twice.
  private var named: Set<String> = []
  private let isTracking: Bool
  /// The index of the input of each key.
  private var indices: [String: Int] = [:]
  /// The directories of the names, without links.
  private var directories: [String: String] = [:]

  /// - Parameter names: the names of the list; `-` is standard input.
  init(_ names: [String]) {
    isTracking = names.count > 1
    guard isTracking else { return }
    for name in names {
      let key = key(of: name)
      named.insert(key)
    }
  }

  /// The key of a file, whether or not it exists.
  mutating func key(of name: String) -> String {
    guard isTracking, name != "-" else { return name }
    let image = NamedImage(name)
    let slash = image.file.lastIndex(of: "/")
    let directory = slash.map { String(image.file[...$0]) } ?? "."
    let file = slash.map { String(image.file[image.file.index(after: $0)...]) } ?? image.file
    return Self.joined(key(ofDirectory: directory), file) + (image.member ?? "")
  }

  /// The key of a directory; that of a file in it is the key with a slash and the file's name.
  mutating func key(ofDirectory name: String) -> String {
    guard isTracking else { return "" }
    if let known = directories[name] { return known }
    let real = FileName.real(name) ?? name
    directories[name] = real
    return real
  }

  /// The path of a name in a directory.
  static func joined(_ directory: String, _ name: String) -> String {
    directory.isEmpty || directory.hasSuffix("/") ? directory + name : directory + "/" + name
  }

  /// Whether the user named the file.
  func isNamed(_ key: String) -> Bool { named.contains(key) }

  /// The index of the input that has the file already. If there is none, the file is that of the
  /// given index from now on.
  mutating func earlier(_ key: String, than index: Int) -> Int? {
    guard isTracking else { return nil }
    if let earlier = indices[key] { return earlier }
    indices[key] = index
    return nil
  }
}
