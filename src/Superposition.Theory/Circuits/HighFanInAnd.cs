using System.Numerics;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Circuits;

/// <summary>
/// One layer that computes the AND of every set of t features (arXiv 2408.05451, high fan-in). The read-off is written out for the sets
/// that are asked for; the layer knows none of them. The width for a given ε grows exponentially with t and only with the logarithm of
/// C(m, t).
/// </summary>
public static class HighFanInAnd
{
    /// <summary>Draws the weights from the part of a seed that is for constructions.</summary>
    /// <inheritdoc cref="Build(AndBank, SparseInputs, FanInAnds, Generator)"/>
    public static ReluNetwork Build(AndBank bank, SparseInputs inputs, FanInAnds targets, Seed seed)
    {
        using var generator = seed.Generator("construction");
        return Build(bank, inputs, targets, generator);
    }

    /// <summary>Draws the layer and writes the read-off for the given sets.</summary>
    /// <exception cref="ConstructionFailedException">F_t vanishes or turns negative on the input set.</exception>
    public static ReluNetwork Build(AndBank bank, SparseInputs inputs, FanInAnds targets, Generator generator)
    {
        if (targets.FanIn != bank.FanIn || targets.Features != inputs.Features)
        {
            throw new ArgumentException(
                $"A bank for {bank.FanIn} of {inputs.Features} features cannot serve ANDs of {targets.FanIn} of {targets.Features}.",
                nameof(targets));
        }

        using var scope = NewDisposeScope();
        var normaliser = bank.Normaliser(inputs);
        var weights_nm = bank.DrawWeights(inputs.Features, generator);
        var rows_gn = bank.Rows(weights_nm, [.. targets.Sets.Select(set => (IReadOnlyList<int>)set)], normaliser);
        return new ReluNetwork([new ReluLayer(weights_nm, full(bank.Neurons, (float)bank.Bias))], new DenseReadOff(rows_gn));
    }

    /// <summary>Errors to expect, for a number of sets drawn without regard to the inputs.</summary>
    public static PredictedErrors Predict(AndBank bank, SparseInputs inputs, int sets)
    {
        var normaliser = bank.Normaliser(inputs);
        var classes = new List<PredictedClass>();
        for (var members = 0; members <= bank.FanIn; members++)
        {
            double weight = 0, mean = 0, meanSquare = 0;
            for (var active = Math.Max(inputs.MinActive, members); active <= inputs.Active; active++)
            {
                var share = inputs.Share(active) * ShareOfSets(inputs.Features, active, bank.FanIn, members);
                if (share > 0)
                {
                    var (product, square) = bank.Product(active, members);
                    var bias = (product / normaliser) - (members == bank.FanIn ? 1 : 0);
                    weight += share;
                    mean += share * bias;
                    meanSquare += share * ((bias * bias) + ((square - (product * product)) / (bank.Neurons * normaliser * normaliser)));
                }
            }

            var (average, spread) = weight > 0 ? (mean / weight, meanSquare / weight) : (0, 0);
            classes.Add(new PredictedClass(
                FanInAnds.ClassOf(members, bank.FanIn), average, Math.Sqrt(Math.Max(0, spread - (average * average))), weight * sets));
        }

        return new PredictedErrors([.. classes]);
    }

    /// <summary>
    /// The bank that is predicted to give the smallest ε over 1000 inputs: over densities for subsets, over biases for signs. Only banks
    /// count whose F_t varies by less than a factor of three over the input set, because otherwise the best normaliser is off by more than
    /// ½ somewhere.
    /// </summary>
    /// <param name="fanIn">t, the number of inputs of an AND.</param>
    /// <param name="neurons">n, the number of neurons.</param>
    /// <param name="inputs">The inputs to serve.</param>
    /// <param name="weights">The family of weights, or null for the better one.</param>
    /// <exception cref="ConstructionFailedException">There is no such bank.</exception>
    public static AndBank Tune(int fanIn, int neurons, SparseInputs inputs, BankWeights? weights = null)
    {
        var sets = (int)BigInteger.Min(Combinations.Count(inputs.Features, fanIn), int.MaxValue);
        var subsets = Enumerable.Range(1, 95).Select(percent => AndBank.Subsets(fanIn, neurons, percent / 100.0));
        var signs = Enumerable.Range(0, (2 * inputs.Active) + 1).Select(step => AndBank.Signs(fanIn, neurons, bias: -step / 2.0));
        return subsets.Concat(signs)
            .Where(bank => bank.Weights == (weights ?? bank.Weights) && Reads(bank, inputs))
            .MinBy(bank => Predict(bank, inputs, sets).ExpectedMaximum(inputs: 1000))
            ?? throw new ConstructionFailedException(
                $"ANDs of {fanIn} features: for {inputs}, F_{fanIn} vanishes or varies by more than a factor of three at every density "
                    + "and bias tried; expected fewer active features.");
    }

    /// <summary>
    /// The bank of bias −1 for every fan-in that is predicted to give the smallest ε over 1000 inputs when it is read for one of them.
    /// </summary>
    /// <inheritdoc cref="Tune"/>
    public static AndBank TuneShared(int fanIn, int neurons, SparseInputs inputs, BankWeights? weights = null)
    {
        var sets = (int)BigInteger.Min(Combinations.Count(inputs.Features, fanIn), int.MaxValue);
        return Enumerable.Range(1, 95).Select(percent => AndBank.Shared(BankWeights.Subsets, fanIn, neurons, percent / 100.0)).Append(
            AndBank.Shared(BankWeights.Signs, fanIn, neurons))
            .Where(bank => bank.Weights == (weights ?? bank.Weights) && bank.HasOneSign(inputs))
            .MinBy(bank => Predict(bank, inputs, sets).ExpectedMaximum(inputs: 1000))!;
    }

    private static bool Reads(AndBank bank, SparseInputs inputs)
    {
        double[] signals = [.. bank.Signals(inputs).Select(s => s.Signal)];
        return signals.Length == 0 || (signals.Min() > 1e-9 && 3 * signals.Min() > signals.Max());
    }

    /// <summary>The share of t-sets that have a number of their members among the active features.</summary>
    private static double ShareOfSets(int features, int active, int fanIn, int members) =>
        members > active || fanIn - members > features - active
        ? 0
        : Math.Exp(Log(active, members) + Log(features - active, fanIn - members) - Log(features, fanIn));

    private static double Log(int n, int k) => MathNet.Numerics.SpecialFunctions.BinomialLn(n, k);
}
