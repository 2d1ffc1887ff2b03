using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Experiments.HighFanInAndCircuits;
using Superposition.Measurement;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>Records made from a few numbers: ANDs of 2 and 3 whose error falls as 1/√d, half-density banks refused at t = 3, and two circuits with three read-offs.</summary>
internal static class HighFanInAndCircuitsSample
{
    public static HighFanInAndCircuitsSpec Spec(int seeds = 3) => new()
    {
        Question = "What does it cost?",
        Prediction = "Much.",
        FanIn = new FanInGrid { Features = 24, Active = 4, Sizes = [2, 3], Banks = [BankChoice.Subsets, BankChoice.HalfDensity], Neurons = [256, 512, 1024], Sets = 50, Inputs = 40 },
        Circuits = new CircuitGrid
        {
            Features = 12,
            Active = 3,
            Files = [new CircuitFile { File = "circuits/adder.blif", Text = ".model a" }, new CircuitFile { File = "gates.txt" }],
            Neurons = [32, 64, 128],
            Inputs = 1000,
            LeastSquaresUpToNeurons = 64,
            MinimaxUpToNeurons = 64,
        },
        Seeds = [.. Enumerable.Range(0, seeds).Select(seed => (ulong)seed)],
    };

    public static ImmutableArray<HighFanInAndCircuitsRecord> Records(HighFanInAndCircuitsSpec spec) =>
    [
        .. from t in spec.FanIn.Sizes from seed in spec.Seeds select Controls(t, seed),
        .. from t in spec.FanIn.Sizes from bank in spec.FanIn.Banks from d in spec.FanIn.Neurons from seed in spec.Seeds select FanIn(t, bank, d, seed),
        .. from file in spec.Circuits.Files select CircuitControls(file.ShortName(), spec.Seeds[0]),
        .. from file in spec.Circuits.Files from d in spec.Circuits.Neurons from seed in spec.Seeds select Circuit(file.ShortName(), d, seed, spec.Circuits),
    ];

    /// <summary>κ of ANDs of t here: √d times the standard deviation where none of the set is active.</summary>
    public static double Kappa(int t) => 2.0 * t;

    private static HighFanInAndCircuitsRecord Controls(int t, ulong seed) => new()
    {
        Cell = $"and{t}-controls-seed{seed}",
        Seed = seed,
        Part = LayerPart.FanInControls,
        FanIn = t,
        Neurons = 0,
        Arms = [new LayerArmErrors(LayerArm.Zero, Sets(t, 0.2)), new LayerArmErrors(LayerArm.Linear, Sets(t, 0.19))],
    };

    private static HighFanInAndCircuitsRecord FanIn(int t, BankChoice bank, int d, ulong seed)
    {
        var record = new HighFanInAndCircuitsRecord { Cell = $"and{t}-{bank}-d{d}-seed{seed}", Seed = seed, Part = LayerPart.FanIn, FanIn = t, Bank = bank, Neurons = d };
        var std = Kappa(t) / Math.Sqrt(d);
        return t == 3 && bank == BankChoice.HalfDensity
            ? record with { Refusal = "ANDs of 3 features: F_3 = −0.25." }
            : record with
            {
                Banks = [new BankShape(t, d, "random subsets of density 0.25", 0.25, 1 - t)],
                Predicted = new PredictedErrors([.. Enumerable.Range(0, t + 1).Select(members => new PredictedClass(FanInAnds.ClassOf(members, t), 0, std * (1 + (0.1 * members)), 10))]),
                PredictedEpsilon = 4.5 * std,
                Arms = [new LayerArmErrors(LayerArm.Analytic, Sets(t, std * Spread(seed)))],
            };
    }

    private static HighFanInAndCircuitsRecord CircuitControls(string circuit, ulong seed) => new()
    {
        Cell = $"{circuit}-controls",
        Seed = seed,
        Part = LayerPart.CircuitControls,
        Circuit = circuit,
        Neurons = 0,
        Arms = [new LayerArmErrors(LayerArm.Zero, Outputs(0.25)), new LayerArmErrors(LayerArm.Linear, Outputs(0.2)), new LayerArmErrors(LayerArm.LinearMinimax, Outputs(0.12))],
    };

    private static HighFanInAndCircuitsRecord Circuit(string circuit, int d, ulong seed, CircuitGrid grid)
    {
        var size = 2 / Math.Sqrt(d) * Spread(seed);
        return new HighFanInAndCircuitsRecord
        {
            Cell = $"{circuit}-d{d}-seed{seed}",
            Seed = seed,
            Part = LayerPart.Circuit,
            Circuit = circuit,
            Neurons = d,
            Shape = new CircuitShape(3, 4, 2, 2, 3, 7),
            Banks = [new BankShape(1, d, "signs with bias 0", 0.5, 0)],
            PredictedQuietStd = 2 / Math.Sqrt(d),
            Arms =
            [
                new LayerArmErrors(LayerArm.Analytic, Outputs(size)),
                .. d > grid.LeastSquaresUpToNeurons ? (LayerArmErrors[])[] :
                [
                    new(LayerArm.LeastSquares, Outputs(size / 2)), new(LayerArm.Minimax, Outputs(size / 6)), new(LayerArm.UntrainedLeastSquares, Outputs(size / 2)), new(LayerArm.UntrainedMinimax, Outputs(size / 5)),
                ],
            ],
        };
    }

    private static double Spread(ulong seed) => 1 + (0.01 * ((int)seed - 1));

    private static ErrorReport Sets(int t, double std) => Report(std, "exactly 4 of 24 features active", [.. Enumerable.Range(0, t + 1).Select(members => FanInAnds.ClassOf(members, t))]);

    private static ErrorReport Outputs(double std) => Report(std, "at most 3 of 12 features active", ["quiet", "off", "on"]);

    private static ErrorReport Report(double std, string inputs, string[] classes) => new(
        40, AllInputs: false, inputs, 4 * std, std, [.. classes.Select(name => new ClassErrors(name, new ErrorStatistics(100, 0, std, std, 0.7 * std, 1.6 * std, 2.6 * std, 4 * std)))]);
}
