// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// An image or source tree that a command is to check.
struct ImageSubject: Sendable {
  enum Content: Sendable {
    case image(GuestImage)
    /// The path of a source tree.
    case tree(String)
  }

  /// An input with its number among all inputs.
  struct Numbered: Sendable {
    /// The number, from 1.
    let number: Int
    /// The numbers of the ends of the directories that contain it; its own if there is none.
    let places: [Int]
    let input: ImageList.Input
    /// The size of the file in bytes; 0 if it is not known.
    let size: Int
  }

  /// How the image was found.
  enum Origin: Sendable {
    /// The user named the file.
    case named
    /// The image is in a package or archive, which the user named or which was found.
    case packed
    /// The file is below a directory that the user named.
    case found
  }

  let content: Content
  /// The name of the file or source tree in reports.
  let title: String
  let origin: Origin
  /// The number of the input that contains the image, from 1.
  let number: Int

  /// Whether the image is a module that the user did not name. Most modules do not use Xen's
  /// interface.
  var isModule: Bool {
    guard case .image(let image) = content, origin != .named else { return false }
    return image.kinds == .modules
  }
}

extension ImageSubject.Numbered {
  /// The numbers of the ends of the directories that contain it; its own if it is the end of one.
  var directories: [Int] {
    if case .end = input { places } else { places.filter { $0 != number } }
  }
}

extension ImageList {
  /// The inputs of a shard, or all inputs, with their numbers.
  func numbered(_ shard: Shard? = nil) -> [ImageSubject.Numbered] {
    self.shard(shard?.index ?? 1, of: shard?.count ?? 1).map {
      ImageSubject.Numbered(
        number: $0.number, places: $0.places, input: $0.input, size: $0.size)
    }
  }
}
