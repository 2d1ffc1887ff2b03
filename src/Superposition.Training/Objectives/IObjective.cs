namespace Superposition.Objectives;

/// <summary>What training makes small: a number and its derivatives, from a batch of outputs and targets.</summary>
public interface IObjective
{
    /// <summary>The objective in words, for tables and legends: "MSE", "L4", …</summary>
    string Name { get; }

    /// <summary>
    /// The objective in force when a share of training, 0 … 1, is done. Only objectives that change along training differ from
    /// themselves.
    /// </summary>
    IObjective At(double done) => this;

    /// <summary>
    /// The objective for networks whose symmetry maps some outputs onto others, with the same losses. Only objectives that gain by it
    /// differ from themselves: they may leave out all outputs of a group but its first, in the derivative and in what they write.
    /// </summary>
    /// <param name="groups">For every output the number of its group.</param>
    IObjective Under(IReadOnlyList<int> groups) => this;

    /// <summary>The loss of a read-off on a batch. Derivatives are written to where the pass asks for them.</summary>
    double Evaluate(ReadOffPass pass);
}
