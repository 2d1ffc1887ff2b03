using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;

namespace Superposition.Verification;

/// <summary>Claims about ANDs of more than two features (T4 and T5).</summary>
public static class HighFanInClaims
{
    private const string Source = "arXiv 2408.05451, high fan-in ANDs; moments derived here";

    // The density with the smallest predicted ε for exactly 4 active features.
    private const double Density = 0.28;
    private const int Networks = 4;

    /// <summary>The claims of this group, in the order in which <c>verify</c> lists them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        Signal(
            "high-fan-in-signal-vanishes", "With 4 active features F_3 of subsets vanishes at density 1/2: its size", 4,
            0.02, Relation.AtMost),
        Signal("high-fan-in-signal-negative", "With 6 active features it is negative there", 6, -0.25, Relation.Near),
        new()
        {
            Id = "high-fan-in-refusal",
            Subject = "T5",
            Source = "derived here",
            Statement =
                "A bank whose F_t is not positive is refused: refusals among densities 1/2 for t = 3 and exactly 4, 5, 6 active features",
            Predicted = 3,
            Relation = Relation.Exactly,
            Measure = _ =>
                new[] { 4, 5, 6 }.Count(active => IsRefused(AndBank.Subsets(3, 1, 0.5), new SparseInputs(24, active, Sparsity.Exactly))),
        },
        .. Bank(
            "high-fan-in-subsets", AndBank.Subsets(3, 2048, Density), OneNeuron.Subset(Density, bias: -2), active: 4, quiet: 0.5, on: 1.7),
        .. Bank("high-fan-in-signs", AndBank.Signs(3, 2048, bias: -4.5), OneNeuron.Sign(-4.5), active: 6, quiet: 0.32, on: 1),
        new()
        {
            Id = "high-fan-in-exponential",
            Subject = "T5",
            Source = Source,
            Statement =
                "The width for a given error grows exponentially with the fan-in t: squared ratio of rms for t = s = 5 and t = s = 3, "
                + "subsets of density 1/2 (24 features, 2048 neurons)",
            Predicted = 31.0 / 7,
            Relation = Relation.Near,
            Within = 0.3,
            Measure = seed =>
                Math.Pow(Measure(AndBank.Subsets(5, 2048, 0.5), 5, seed).Rms / Measure(AndBank.Subsets(3, 2048, 0.5), 3, seed).Rms, 2),
        },
        new()
        {
            Id = "high-fan-in-signs-any-fan-in",
            Subject = "T5",
            Source = "derived here",
            Statement =
                "Signs that fire when all s active weights agree serve every fan-in at √n·std = √(2^s − 1): measured for t = 4 of "
                + "exactly 4 active (24 features, 2048 neurons, none of the set active)",
            Predicted = Math.Sqrt(15),
            Relation = Relation.Near,
            Within = 0.15,
            Measure = seed => Math.Sqrt(2048) * Measure(AndBank.Signs(4, 2048, bias: -2), 4, seed)["0 of 4"].Std,
        },
    ];

    private static Claim Signal(string id, string statement, int active, double predicted, Relation relation) => new()
    {
        Id = id,
        Subject = "T5",
        Source = "derived here",
        Statement =
            statement + " (mean of the read-off without normaliser over 20 000 neurons and 200 inputs with all three active, 24 features)",
        Predicted = predicted,
        Relation = relation,
        Within = relation == Relation.Near ? 0.03 : 0,
        Measure = seed =>
        {
            // Read with a normaliser of 1, the mean over true ANDs is F itself.
            var inputs = new SparseInputs(24, active, Sparsity.Exactly);
            var bank = AndBank.Subsets(3, 20_000, 0.5);
            using var scope = TorchSharp.torch.NewDisposeScope();
            using var generator = seed.Generator("construction");
            var drawn = inputs.Draw(seed.Stream("inputs"), 200);
            var weights_nm = bank.DrawWeights(24, generator);
            var activations_in = TorchSharp.torch.nn.functional.relu(drawn.SumRows(weights_nm.t()) + bank.Bias);
            var rows_in = bank.Rows(
                weights_nm, [.. Enumerable.Range(0, drawn.Count).Select(i => (IReadOnlyList<int>)drawn[i][..3].ToArray())], normaliser: 1);
            var signal = (activations_in * rows_in).sum(1).mean().item<float>();
            return relation == Relation.AtMost ? Math.Abs(signal) : signal;
        },
    };

    /// <summary>A bank's standard deviations where none and where all of a set are active, and its mean errors.</summary>
    private static IEnumerable<Claim> Bank(string id, AndBank bank, OneNeuron neuron, int active, double quiet, double on)
    {
        foreach (var (name, members, tolerance) in new[] { ("quiet", 0, quiet), ("on", 3, on) })
        {
            yield return new Claim
            {
                Id = $"{id}-{name}",
                Subject = "T4",
                Source = Source,
                Statement =
                    $"ANDs of 3 features by {bank}: √n times the standard deviation with {members} of 3 active (24 features, exactly "
                    + $"{active} active, 2048 neurons, {Networks} networks)",
                Predicted = neuron.Spread(active, members, fanIn: 3, rowsSumToZero: true),
                Relation = Relation.Near,
                Within = tolerance,
                Measure = seed => Math.Sqrt(bank.Neurons)
                    * Pooled.Of(Enumerable.Range(0, Networks).Select(i => Measure(bank, active, seed.For($"network:{i}"))),
                        FanInAnds.ClassOf(members, 3)).Std,
            };
        }

        yield return new Claim
        {
            Id = $"{id}-means",
            Subject = "T4",
            Source = "arXiv 2408.05451, high fan-in ANDs: a true AND reads 1, any other 0",
            Statement =
                $"ANDs of 3 features by {bank}: mean error of the class, 0 to 3 of 3 active, in which it is largest (24 features, "
                + $"exactly {active} active, 16384 neurons, {4 * Networks} networks)",
            Predicted = 0,
            Relation = Relation.Near,
            Within = 0.04,
            Measure = seed =>
            {
                var reports = Enumerable.Range(0, 4 * Networks).Select(i =>
                    Measure(bank.WithNeurons(16_384), active, seed.For($"network:{i}"))).ToArray();
                return reports[0].Classes.Select(c => Pooled.Of(reports, c.Class).Mean).MaxBy(Math.Abs);
            },
        };
    }

    private static ErrorReport Measure(AndBank bank, int active, Seed seed)
    {
        var inputs = new SparseInputs(24, active, Sparsity.Exactly);
        var targets = FanInAnds.Draw(24, bank.FanIn, 400, seed.Stream("sets"));
        using var network = HighFanInAnd.Build(bank, inputs, targets, seed);
        return OutputErrors.Measure(network, targets, InputSample.Drawn(inputs, 400, seed.For("measurement")));
    }

    private static bool IsRefused(AndBank bank, SparseInputs inputs)
    {
        try
        {
            bank.Normaliser(inputs);
            return false;
        }
        catch (ConstructionFailedException)
        {
            return true;
        }
    }
}
