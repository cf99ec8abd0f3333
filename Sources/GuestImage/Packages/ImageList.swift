// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// The files that a user names, one by one or by their directories, in their order.
public struct ImageList: Sendable {
  /// One thing to look at.
  public enum Input: Sendable {
    /// A file that the user named: an image, or a package of some.
    case named(path: String, title: String)
    /// A regular file below a directory that the user named; nothing is said when it is no image.
    case found(path: String, title: String)
    /// Where the files of a directory end that the user named.
    case end(directory: String)
    /// A source tree, which is one thing.
    case tree(path: String, title: String)
    /// A directory that cannot be read.
    case unreadable(ImageError, title: String)
  }

  public private(set) var inputs: [Input] = []

  /// - Parameters:
  ///   - names: of files and directories; `-` is standard input.
  ///   - isTree: whether a directory is a source tree.
  ///   - title: how reports call what has that name.
  public init(
    _ names: [String], isTree: (String) -> Bool = { _ in false },
    title: (String) -> String = FileName.display
  ) {
    for name in names {
      let path = FilePath(named: name)
      guard name != "-", (try? path.statusFollowed())??.type == .directory else {
        inputs.append(.named(path: name, title: title(name)))
        continue
      }
      if isTree(name) {
        inputs.append(.tree(path: name, title: title(name)))
      } else {
        add(path, at: name, title: Self.prefix(of: name, title))
        inputs.append(.end(directory: name))
      }
    }
  }

  /// The I-th of N lists that every input is in one of.
  public func shard(_ index: Int, of count: Int) -> [(number: Int, input: Input)] {
    inputs.enumerated().filter { $0.offset % count == index - 1 }.map {
      ($0.offset + 1, $0.element)
    }
  }

  /// What the titles of a directory's files begin with: nothing for the working directory.
  private static func prefix(of name: String, _ title: (String) -> String) -> String {
    let path = name.last == "/" ? String(name.reversed().drop { $0 == "/" }.reversed()) : name
    let title = path.isEmpty ? "" : title(path)
    return title == "." ? "" : title
  }

  /// Links below are not followed.
  private mutating func add(_ directory: FilePath, at path: String, title: String) {
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
        add(inner, at: innerPath, title: innerTitle)
      } else if status.type == .regular, status.size > 0 {
        inputs.append(.found(path: innerPath, title: innerTitle))
      }
    }
  }

  private static func joined(_ directory: String, _ name: String) -> String {
    directory.isEmpty || directory.hasSuffix("/") ? directory + name : directory + "/" + name
  }
}
