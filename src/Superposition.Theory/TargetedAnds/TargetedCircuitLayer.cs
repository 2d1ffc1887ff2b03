using System.Collections.Immutable;
using System.Numerics;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.TargetedAnds;

/// <summary>Builds the layer of a <see cref="TargetedCircuitDesign"/>, and predicts its noise.</summary>
public static class TargetedCircuitLayer
{
    /// <summary>
    /// Draws groups and, where inputs are in superposition, the encoding; an output reads Σ_T c_T times the mean over the group of T minus
    /// the mean over all neurons.
    /// </summary>
    /// <exception cref="ConstructionFailedException">A premise does not hold.</exception>
    public static ReluNetwork Build(TargetedCircuitDesign design, Seed seed)
    {
        var terms = design.Terms();
        Require(design, terms);
        var (m, d, level) = (design.Inputs.Features, design.Neurons, design.LevelOrDefault);
        var groups = GateGroups.Draw(terms.Length, d, design.GroupSize, design.Assignment, seed.Stream("groups"));
        var weights = new float[d * m];
        foreach (var (term, own) in terms.Zip(groups))
        {
            foreach (var place in own.SelectMany(neuron => term.Select(feature => (neuron * m) + feature)))
            {
                weights[place] = Math.Max(weights[place], (float)(level / term.Length));
            }
        }

        using var scope = NewDisposeScope();
        var (weight_dm, rows_gd) = (tensor(weights, [d, m]), tensor(Rows(design, terms, groups), [design.Outputs.Length, d]));
        var (bias_d, constant_g) = (full(d, (float)(1 - level)), tensor(design.Outputs.Select(o => (float)o.Constant).ToArray()));
        if (design.Encoding is not { } encoding)
        {
            return new ReluNetwork([new ReluLayer(weight_dm, bias_d)], new DenseReadOff(rows_gd, constant_g));
        }

        using var generator = seed.Generator("encoding");
        var encoding_em = FeatureEncodings.Draw(encoding, m, generator);
        return new ReluNetwork(
            [new ReluLayer(weight_dm.matmul(encoding_em.t()), bias_d)], new DenseReadOff(rows_gd, constant_g), encoding_em);
    }

    /// <summary>
    /// The standard deviation of an output on inputs of which no feature is a feature of the output, the terms taken for independent. A
    /// neuron of the group of T hears the active features that its other ANDs have; in superposition also noise of variance (s/d0) Σ_j
    /// W_j², of which the part of T's own features is the same in the whole group.
    /// </summary>
    /// <param name="design">The layer.</param>
    /// <param name="output">One of its outputs.</param>
    public static double PredictedQuietStd(TargetedCircuitDesign design, MultilinearPolynomial output) =>
        QuietStd(output, VarianceByFanIn(design));

    /// <summary>The root mean square of <see cref="PredictedQuietStd"/> over all outputs.</summary>
    public static double PredictedQuietRms(TargetedCircuitDesign design)
    {
        var variance = VarianceByFanIn(design);
        return Math.Sqrt(design.Outputs.Average(output => Math.Pow(QuietStd(output, variance), 2)));
    }

    private static double QuietStd(MultilinearPolynomial output, Func<int, double> variance) => Math.Sqrt(
        output.Terms.Where(term => !term.Features.IsEmpty).Sum(term =>
            (double)term.Coefficient * term.Coefficient * variance(term.Features.Length)));

    /// <summary>The variance that a quiet AND of so many features is read with; each is computed once.</summary>
    private static Func<int, double> VarianceByFanIn(TargetedCircuitDesign design)
    {
        var terms = design.Terms();
        var (level, ands) = (design.LevelOrDefault, (double)terms.Length * design.GroupSize / design.Neurons);
        var others = design.Assignment == Assignment.Balanced && ands > 0 ? Math.Max(0, ands - 1) / ands : 1;
        (double Weight, double Heard)[] heard =
        [
            .. terms.CountBy(term => term.Length).Select(sort => (level / sort.Key,
                others * sort.Value * sort.Key * design.GroupSize / (double)design.Neurons))
        ];
        var overlap = design.Encoding?.MeanSquareOverlap(design.Inputs.Features) ?? 0;
        var squares = heard.Sum(part => part.Heard * part.Weight * part.Weight);
        var inputs = design.Inputs;
        var sums = Enumerable.Range(inputs.MinActive, inputs.Active - inputs.MinActive + 1)
            .Select(active => (Active: active, Sums: Sums(heard, inputs.Features, active).ToArray())).ToArray();
        var known = new Dictionary<int, double>();
        return fanIn => known.TryGetValue(fanIn, out var variance) ? variance : known[fanIn] = sums.Sum(of =>
            inputs.Share(of.Active) * Variance(
                of.Sums, 1 - level, Math.Sqrt(overlap * of.Active * squares), Math.Sqrt(overlap * of.Active * level * level / fanIn),
                design.GroupSize));
    }

    private static float[] Rows(TargetedCircuitDesign design, ImmutableArray<ImmutableArray<int>> terms, int[][] groups)
    {
        var (d, c) = (design.Neurons, design.GroupSize);
        var groupOf = terms.Zip(groups).ToDictionary(
            pair => TargetedCircuitDesign.Name(pair.First), pair => pair.Second, StringComparer.Ordinal);
        var rows = new float[design.Outputs.Length * d];
        foreach (var (index, output) in design.Outputs.Index())
        {
            var own = rows.AsSpan(index * d, d);
            foreach (var term in output.Terms.Where(term => !term.Features.IsEmpty))
            {
                // Where the group alone is on, its mean minus the mean over all neurons is 1 − c/d.
                var unit = term.Coefficient / (1 - ((double)c / d));
                foreach (var neuron in groupOf[TargetedCircuitDesign.Name(term.Features)])
                {
                    own[neuron] += (float)(unit / c);
                }

                for (var neuron = 0; neuron < d; neuron++)
                {
                    own[neuron] -= (float)(unit / d);
                }
            }
        }

        return rows;
    }

    /// <summary>
    /// What the active features add up to before a neuron, with probabilities: they are different features among the m, of which the neuron
    /// hears so many with each weight.
    /// </summary>
    private static IEnumerable<(double Sum, double Probability)> Sums((double Weight, double Heard)[] parts, int features, int active)
    {
        // A state is a number to the base s + 1: how many features each part has heard. What overflows it could not be gone through.
        var states = new Dictionary<long, double> { [0] = 1 };
        long[] steps = [.. parts.Select((_, part) => checked((long)BigInteger.Pow(active + 1, part)))];
        double Used(long state, int part) => state / steps[part] % (active + 1);
        for (var placed = 0; placed < active; placed++)
        {
            var next = new Dictionary<long, double>();
            foreach (var (state, probability) in states)
            {
                var left = 1.0;
                for (var part = 0; part < parts.Length; part++)
                {
                    var hit = Math.Clamp((parts[part].Heard - Used(state, part)) / (features - placed), 0, left);
                    left -= hit;
                    next[state + steps[part]] = next.GetValueOrDefault(state + steps[part]) + (probability * hit);
                }

                next[state] = next.GetValueOrDefault(state) + (probability * left);
            }

            states = next;
        }

        return states.Select(state =>
            (Enumerable.Range(0, parts.Length).Sum(part => Used(state.Key, part) * parts[part].Weight), state.Value));
    }

    /// <summary>
    /// Of the mean of c activations: what they do not share, divided by c, and the spread of what they share.
    /// </summary>
    private static double Variance((double Sum, double Probability)[] sums, double bias, double noise, double shared, int size)
    {
        double mean = 0, squaredMean = 0, own = 0;
        foreach (var (node, weight) in CrosstalkOfSubsets.Hermite)
        {
            double first = 0, second = 0;
            foreach (var (sum, probability) in sums)
            {
                var (activation, square) = NoisyRelu.Moments(sum + bias + (shared * node), noise);
                first += probability * activation;
                second += probability * square;
            }

            mean += weight * first;
            squaredMean += weight * first * first;
            own += weight * (second - (first * first));
        }

        return Math.Max(0, squaredMean - (mean * mean) + (own / size));
    }

    private static void Require(TargetedCircuitDesign design, ImmutableArray<ImmutableArray<int>> terms)
    {
        if (design.GroupSize < 1 || 2 * design.GroupSize > design.Neurons)
        {
            throw new ConstructionFailedException($"targeted: groups of {design.GroupSize} of {design.Neurons} neurons were asked for, "
                + "expected from 1 to half of the neurons.");
        }

        var fullest = terms.SelectMany(term => term).CountBy(feature => feature).DefaultIfEmpty().MaxBy(count => count.Value);
        if ((long)fullest.Value * design.GroupSize > design.Neurons / 2)
        {
            throw new ConstructionFailedException(
                $"targeted: feature {fullest.Key} is in {fullest.Value} ANDs of {design.GroupSize} neurons each, expected at most half of "
                    + $"the {design.Neurons} neurons for one feature: its column fills up. Raise the number of neurons or lower the size "
                    + "of groups.");
        }
    }
}
