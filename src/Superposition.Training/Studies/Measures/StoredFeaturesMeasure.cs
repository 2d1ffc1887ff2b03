using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Specs;
using Superposition.Studies.ReadOffs;
using static TorchSharp.torch;

namespace Superposition.Studies.Measures;

/// <summary>How many features a network gives back when each is active alone.</summary>
[Description("Of networks that give back single features: stored, how many of them are on when they are active alone, each with all other "
    + "outputs off (an output is on from the threshold up, 1/2 when left out), stored.share of all, stored.a-neuron, and own.mean, the "
    + "mean output of the active feature.")]
public sealed record StoredFeaturesMeasure : MeasureSpec
{
    private const int InputsAtATime = 1024;

    /// <summary>From where on an output is on.</summary>
    [Description("From where on an output is on; 1/2 when left out.")]
    public double? Threshold { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) => SpecRules.Between($"{path}.threshold", Threshold ?? 0.5, 1e-6, 1.0);

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (bench.Task.Boolean is not FanInAnds { FanIn: 1 } features || features.Count != bench.Task.Features)
        {
            return;
        }

        var (stored, own) = (0, 0.0);
        foreach (var inputs in InputSample.All(new SparseInputs(features.Features, 1, Sparsity.Exactly)).Batches(InputsAtATime))
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var out_ng = read.Network.Run(inputs).to(float32).contiguous().Floats();
            for (var i = 0; i < inputs.Count; i++)
            {
                var row = out_ng.Slice(i * features.Count, features.Count);
                var feature = inputs[i][0];
                own += row[feature];
                var on = 0;
                foreach (var value in row)
                {
                    on += value >= (Threshold ?? 0.5) ? 1 : 0;
                }

                stored += on == 1 && row[feature] >= (Threshold ?? 0.5) ? 1 : 0;
            }
        }

        numbers.Add("stored", stored);
        numbers.Add("stored.share", (double)stored / features.Count);
        numbers.Add("stored.a-neuron", (double)stored / read.Network.Neurons);
        numbers.Add("own.mean", own / features.Count);
    }
}
