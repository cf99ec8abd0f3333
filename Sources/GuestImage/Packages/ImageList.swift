// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// The files that the user named, directly or by their directories, in that order.
public struct ImageList: Sendable {
  /// An entry of the list.
  public enum Input: Sendable {
    /// A file that the user named: an image, or a package of images.
    case named(path: String, title: String)
    /// A regular file below a directory that the user named. It is skipped silently if it is not an
    /// image, unless it is named like one (`KernelFileName`).
    case found(path: String, title: String)
    /// The end of the files of a directory that the user named.
    case end(directory: String, title: String)
    /// A source tree, which is checked as a whole.
    case tree(path: String, title: String)
    /// A directory that cannot be read.
    case unreadable(ImageError, title: String)
  }

  /// The entries, in order.
  public private(set) var inputs: [Input] = []
  /// - Parameters:
  ///   - names: the paths of files and directories; `-` is standard input.
  ///   - isTree: whether a directory is a source tree.
  ///   - title: the title in reports for a name that the user gave; nil if it is the end of the path
  ///     that no other file of the list has.
  ///   - found: called for each file that is found below a directory, with the number of inputs so far.
  public init(
    _ names: [String], isTree: (String) -> Bool = { _ in false },
    title: (String) -> String? = { $0.hasPrefix("/") ? nil : $0 }, found: (Int) -> Void = { _ in }
  ) {
    let titles = NamedImage.titles(of: names.map { NamedImage($0) }, title: title)
    for (name, title) in zip(names, titles) {
      let path = FilePath(named: name)
      guard name != "-", (try? path.statusFollowed())??.type == .directory else {
        inputs.append(.named(path: name, title: title))
        continue
      }
      if isTree(name) {
        inputs.append(.tree(path: name, title: title))
      } else {
        add(path, at: name, title: title == "." ? "" : ImageTitles.withoutSlashes(title), found)
        inputs.append(.end(directory: name, title: title))
      }
    }
  }

  /// The names in reports of all inputs, in order.
  public var titles: [String] { inputs.map(\.title) }

  /// A hash of the titles of all inputs, which shards of one run have in common.
  public var hash: ContentHash {
    var text: [UInt8] = []
    for input in inputs { text += Array("\(input.kind) \(input.title)\0".utf8) }
    return ContentHash(text)
  }

  /// Shard `index` of `count`, from 1, with the number of each input in the whole list. Every input
  /// is in exactly one shard.
  ///
  /// - Returns: the inputs, each with its number and that of its place: the end of the directory
  ///   that contains it, or else the input itself.
  public func shard(
    _ index: Int, of count: Int
  ) -> [(number: Int, place: Int, input: Input)] {
    let places = places
    return inputs.enumerated().filter { $0.offset % count == index - 1 }.map {
      ($0.offset + 1, places[$0.offset], $0.element)
    }
  }

  /// The number of the place of each input.
  private var places: [Int] {
    var places: [Int] = []
    var end = 0
    for (index, input) in inputs.enumerated().reversed() {
      switch input {
      case .end: end = index + 1
      case .named, .tree: end = 0
      case .found, .unreadable: break
      }
      places.append(end == 0 ? index + 1 : end)
    }
    return places.reversed()
  }

  /// Adds the files below a directory. Symbolic links are not followed.
  private mutating func add(
    _ directory: FilePath, at path: String, title: String, _ found: (Int) -> Void
  ) {
    let names: [FilePath.Component]
    do {
      names = try directory.names() ?? []
    } catch {
      let error = ImageError(image: path, problem: error.problem, cure: "make it readable")
      inputs.append(.unreadable(error, title: title))
      return
    }
    for name in names {
      let text = name.withPlatformString { FileName.text($0) }
      let inner = directory.appending(name)
      let (innerPath, innerTitle) = (Self.joined(path, text), Self.joined(title, text))
      guard let status = (try? inner.status()) ?? nil else { continue }
      if status.type == .directory {
        add(inner, at: innerPath, title: innerTitle, found)
      } else if status.type == .regular, status.size > 0 || KernelFileName.matches(text) {
        inputs.append(.found(path: innerPath, title: innerTitle))
        found(inputs.count)
      }
    }
  }

  private static func joined(_ directory: String, _ name: String) -> String {
    directory.isEmpty || directory.hasSuffix("/") ? directory + name : directory + "/" + name
  }
}

extension ImageList.Input {
  /// The name in reports.
  fileprivate var title: String {
    switch self {
    case .named(_, let title), .found(_, let title), .end(_, let title), .tree(_, let title),
      .unreadable(_, let title):
      title
    }
  }

  fileprivate var kind: String {
    switch self {
    case .named: "named"
    case .found: "found"
    case .end: "end"
    case .tree: "tree"
    case .unreadable: "unreadable"
    }
  }
}
