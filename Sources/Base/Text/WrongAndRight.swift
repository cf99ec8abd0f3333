// SPDX-License-Identifier: Apache-2.0

/// An example of a rule, for people: the least that is wrong, and how it is right.
public struct WrongAndRight: Sendable {
  /// What both are a part of: `in a guest that is right`.
  public let frame: String
  public let wrong: String
  public let right: String

  public init(frame: String, wrong: String, right: String) {
    (self.frame, self.wrong, self.right) = (frame, wrong, right)
  }

  public var markdown: String {
    """
    **Example**, \(frame). Wrong:

    ```
    \(wrong)
    ```

    Right:

    ```
    \(right)
    ```
    """
  }
}
