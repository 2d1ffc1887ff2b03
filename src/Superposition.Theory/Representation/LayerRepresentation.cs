using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Representation;

/// <summary>What a layer's activations offer to a linear read-off, for every one of g functions, with proofs.</summary>
public sealed class LayerRepresentation
{
    private LayerRepresentation(InputActivations activations, ReadOffForm form, ImmutableArray<OutputRepresentation> outputs)
    {
        Activations = activations;
        Form = form;
        Outputs = outputs;
    }

    /// <summary>The activations that the statements are about.</summary>
    public InputActivations Activations { get; }

    /// <summary>The read-offs that ε* and least squares range over. The weak notion does not depend on it.</summary>
    public ReadOffForm Form { get; }

    /// <summary>One result a function, in their order.</summary>
    public ImmutableArray<OutputRepresentation> Outputs { get; }

    /// <summary>
    /// The layer ε-linearly represents all functions for every ε above this, proved; with this very number as the error of the worst.
    /// </summary>
    public double Upper => Outputs.Max(output => output.EpsilonLinear.Upper);

    /// <summary>And for no ε below this, proved.</summary>
    public double Lower => Outputs.Max(output => output.EpsilonLinear.Lower);

    /// <summary>Decides the three notions for the last layer of a network.</summary>
    /// <param name="network">The network; its read-off is not used.</param>
    /// <param name="targets">The functions.</param>
    /// <param name="sample">The inputs that the statements are to hold for.</param>
    /// <param name="form">With or without constant.</param>
    /// <param name="parallelism">How many functions are decided at a time; a program uses one core.</param>
    /// <param name="cancellation">Stops between functions.</param>
    public static LayerRepresentation Decide(
        ReluNetwork network, IBooleanTargets targets, InputSample sample, ReadOffForm form, int parallelism,
        CancellationToken cancellation = default) =>
        Decide(
            InputActivations.Of(network, sample), BooleanTarget.Of(targets, sample), form, parallelism,
            EpsilonLinear.UsualLimit, cancellation);

    /// <summary>Decides the three notions for activations that are at hand.</summary>
    /// <param name="activations">The activations.</param>
    /// <param name="targets">The functions on the same inputs.</param>
    /// <param name="form">With or without constant.</param>
    /// <param name="parallelism">How many functions are decided at a time.</param>
    /// <param name="limit">The time that each function may take; those that are not decided in time keep a wide bracket.</param>
    /// <param name="cancellation">Stops between functions.</param>
    public static LayerRepresentation Decide(
        InputActivations activations, IReadOnlyList<BooleanTarget> targets, ReadOffForm form, int parallelism, TimeSpan limit,
            CancellationToken cancellation)
    {
        // What the functions share is found before they part.
        _ = activations.In(form).System(form);
        _ = activations.In(form).WeightBounds(form);
        var outputs = new OutputRepresentation[targets.Count];
        Parallel.For(0, targets.Count, new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellation }, g =>
            outputs[g] = OutputRepresentation.Decide(activations, targets[g], form, limit));
        return new LayerRepresentation(activations, form, [.. outputs]);
    }

    /// <summary>The minimax read-off in float32, whose proved errors are <see cref="MinimaxCertificate.Stored"/>.</summary>
    public DenseReadOff ReadOff()
    {
        using var scope = NewDisposeScope();
        var rows = Outputs.Select(output => output.EpsilonLinear.Stored.ReadOff).ToArray();
        var weight_gd =
            tensor(rows.SelectMany(row => row.Weights.Select(weight => (float)weight)).ToArray(), [rows.Length, Activations.Neurons]);
        return new DenseReadOff(weight_gd, tensor(rows.Select(row => (float)row.Constant).ToArray()));
    }

    /// <summary>The same layers with the minimax read-off. The given network is not changed.</summary>
    public ReluNetwork Refit(ReluNetwork network) => network.WithReadOff(ReadOff());
}

/// <summary>How one function is represented by a layer.</summary>
/// <param name="EpsilonLinear">ε*, proved from both sides.</param>
/// <param name="Weak">
/// Whether it is weakly represented, with the proof. Where ε* is below 1/2 the minimax read-off is that proof, and its margin not the
/// largest.
/// </param>
/// <param name="MeanSquared">Least squares.</param>
public sealed record OutputRepresentation(MinimaxCertificate EpsilonLinear, WeakCertificate Weak, LeastSquaresFit MeanSquared)
{
    /// <summary>A bracket of ε* wider than this decides little: nine digits are usual.</summary>
    public const double WideBracket = 1e-4;

    /// <summary>Whether ε* is known to within <see cref="WideBracket"/>.</summary>
    public bool IsDecided => EpsilonLinear.Upper - EpsilonLinear.Lower <= WideBracket;

    /// <summary>Decides the three notions for one function.</summary>
    public static OutputRepresentation Decide(InputActivations activations, BooleanTarget target, ReadOffForm form, TimeSpan limit)
    {
        var fit = LeastSquaresFit.Of(activations, target, form);
        var minimax = Representation.EpsilonLinear.Decide(activations.In(form), target, form, fit, limit);
        var weak = minimax.Upper < 0.5
            ? WeakCertificate.Verify(activations, target, minimax.ReadOff.ReadOff, new SignedMeasure([], []))
            : WeakLinear.Decide(activations, target, limit);
        return new OutputRepresentation(minimax, weak, fit);
    }
}
