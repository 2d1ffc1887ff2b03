using System.Text.Json;
using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Experiments;
using Superposition.Experiments.WhatTrainingFinds;
using Superposition.Objectives;
using Superposition.Specs;
using Superposition.Studies;
using Superposition.Training;

namespace Superposition.Tests.Experiments.WhatTrainingFinds;

public class WhatTrainingFindsTests
{
    private static readonly WhatTrainingFindsSpec Small = new()
    {
        Question = "?",
        Prediction = "!",
        Seeds = [3],
        Networks = [new NetworkGrid { Features = [8], Active = [2], Sparsity = Sparsity.AtMost, Neurons = [12], Objectives = [new PowerSpec { P = 4 }], Constructions = ["sign"], Certify = true }],
        References = ["sign", "gaussian"],
        Calibration = new CalibrationGrid { Features = 12, Active = 2, Neurons = 64, Networks = ["naive", "subset", "sign", "gaussian", "codeword", "untrained", "shuffled-sign"], Noise = [0.1], Scales = [NoiseScale.EachWeight], Draws = 3 },
        Function = new FunctionGrid
        {
            Task = new UniversalAndTaskSpec { Features = 8, Active = 2, Sparsity = Sparsity.AtMost },
            Neurons = 24,
            Objective = new PowerSpec { P = 4 },
            Constructions = ["sign"],
            OtherActive = [2, 3],
            Noise = [0, 0.5],
            Bits = [16],
            PrunedNeurons = [0, 0.5],
            PrunedWeights = [0],
            InterpolationPoints = 3,
        },
        Nuisance = new FindingNuisance { LearningRate = [0.003, 0.03] },
        Training = new TrainingSettings { Steps = 200, Batch = 64, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Cosine, WarmUp = 10 },
        Measurement = new FindingMeasurement { Inputs = 1000 },
    };

    private static readonly Lazy<WhatTrainingFindsRecord[]> Records = new(() =>
    {
        Assert.Empty(Small.Problems());
        return [.. Small.Cells().Select(cell =>
        {
            using var result = cell.Run(new Progress<CellProgress>(), CancellationToken.None);
            Assert.Equal(cell.Id, result.Record.Cell);
            return (WhatTrainingFindsRecord)result.Record;
        })];
    });

    [Fact]
    public void Known_networks_are_called_what_they_are() =>
        Assert.All(Records.Value.OfType<ClassifierCalibrationRecord>(), record => Assert.Equal(new FamilyCount(record.Expected, 3), Assert.Single(record.Named)));

    [Fact]
    public void The_best_read_off_of_a_layer_is_no_worse_than_its_own_and_proved_from_both_sides()
    {
        var networks = Records.Value.OfType<FoundNetworkRecord>().ToArray();
        Assert.Equal(2, networks.Length);
        Assert.All(networks, record =>
        {
            Assert.InRange(record.Certified!.Lower, 0.01, record.Certified.Upper);
            Assert.InRange(record.Certified.Upper, 0.01, record.Errors!.Epsilon + 1e-6);
            Assert.InRange(record.LeastSquares!.Rms, 0, record.Errors.Rms + 1e-6);
        });
        var trained = networks.Single(record => record.Construction is null);
        Assert.Equal(2, trained.Rates.Length);
        Assert.Equal(ConstructionFamily.None, trained.UntrainedEvidence!.Family);
        Assert.Equal(["sign", "gaussian"], trained.Similarities.Select(similarity => similarity.Construction));
        Assert.Equal(ConstructionFamily.Signs, networks.Single(record => record.Construction is not null).Evidence!.Family);
    }

    [Fact]
    public void Without_disturbance_errors_are_those_of_the_network_and_noise_makes_them_larger()
    {
        var functions = Records.Value.OfType<FunctionRecord>().ToArray();
        Assert.Equal(2, functions.Length);
        Assert.All(functions, record =>
        {
            var rms = record.Errors!.Rms;
            Assert.Equal(rms, record.Noise[0].Rms, 1e-6);
            Assert.Equal(rms, record.OtherActive[0].Rms, 1e-6);
            Assert.Equal(rms, record.PrunedNeurons[0].Rms, 1e-6);
            Assert.Equal(rms, record.Bits[0].Rms, 1e-3);
        });
        var trained = functions.Single(record => record.Construction is null);
        Assert.Equal(trained.Straight!.Points[^1].MeanSquare, trained.Aligned!.Points[^1].MeanSquare, 1e-5);
        Assert.True(trained.OtherSeed!.Value > 0);
        Assert.True(trained.Noise[1].Rms > trained.Errors!.Rms);
        Assert.True(trained.PrunedNeurons[1].Rms > trained.Errors.Rms);
        Assert.Equal(5, trained.Transfers.Length);
    }

    [Fact]
    public void Records_survive_a_line_of_json()
    {
        foreach (CellRecord record in Records.Value)
        {
            var line = JsonSerializer.Serialize(record, SpecJson.Line);
            Assert.Equal(line, JsonSerializer.Serialize(JsonSerializer.Deserialize<CellRecord>(line, SpecJson.Line), SpecJson.Line));
        }
    }

    [Fact]
    public void A_proof_over_inputs_that_are_not_all_looked_at_is_refused()
    {
        var problem = Assert.Single((Small with { Measurement = new FindingMeasurement { Inputs = 30 } }).Problems());
        Assert.Equal("networks[0].certify", problem.Path);
    }
}
