using System.Text.Json.Serialization;
using Superposition.Specs;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>
/// A recipe that builds a network of one layer for chosen functions, so that training can start from it. Universal-AND constructions are
/// named by their kind alone.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CodeNetwork), "code")]
[JsonDerivedType(typeof(TargetedNetwork), "targeted")]
[JsonDerivedType(typeof(KeysNetwork), "keys")]
[JsonDerivedType(typeof(AndBankNetwork), "and-bank")]
[JsonDerivedType(typeof(CircuitNetwork), "circuit")]
public interface IBuiltNetwork
{
    /// <summary>What the start is called.</summary>
    string Name { get; }

    /// <summary>What is wrong with the values, if anything.</summary>
    /// <param name="path">Where the recipe stands in the spec.</param>
    IEnumerable<SpecProblem> Problems(string path);

    /// <summary>Builds the network for the task and seed of a bench; the caller disposes it.</summary>
    /// <exception cref="ConstructionFailedException">A premise does not hold; the message says which.</exception>
    DrawnNetwork Draw(StudyBench bench, CellContext context);
}
