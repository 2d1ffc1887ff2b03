using System.Numerics;
using static TorchSharp.torch;

namespace Superposition.Training;

/// <summary>
/// Adam (Kingma and Ba, arXiv 1412.6980) and AdamW (Loshchilov and Hutter, arXiv 1711.05101) over one buffer of parameters: one walk over
/// memory a step, where an optimizer made of tensor operations takes a dozen, parameter by parameter. The two differ in where weight decay
/// goes: Adam adds it to the gradient, so that it is scaled like the gradient; AdamW takes it off the parameters.
/// </summary>
internal sealed class AdamSteps : ISavedState
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;
    private const float Epsilon = 1e-8f;

    // Whole segments to every thread.
    private const int Segment = 1 << 14;

    private readonly ParameterBuffer parameters;
    private readonly float[] first;
    private readonly float[] second;
    private readonly float decayOfParameters;
    private readonly float decayInGradient;
    private long steps;

    /// <param name="parameters">What is changed.</param>
    /// <param name="optimizer">Where weight decay goes.</param>
    /// <param name="weightDecay">λ ≥ 0; at 0 the two optimizers are the same.</param>
    public AdamSteps(ParameterBuffer parameters, Optimizer optimizer, double weightDecay)
    {
        this.parameters = parameters;
        (decayOfParameters, decayInGradient) = optimizer == Optimizer.AdamW ? ((float)weightDecay, 0f) : (0f, (float)weightDecay);
        first = new float[parameters.Trained.Length];
        second = new float[parameters.Trained.Length];
    }

    /// <summary>One step along the gradients in the buffer.</summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="clip">What gradients are multiplied by first.</param>
    public void Step(double learningRate, double clip)
    {
        steps++;
        var size = (float)(learningRate / (1 - Math.Pow(FirstDecay, steps)));
        var root = (float)(1 / Math.Sqrt(1 - Math.Pow(SecondDecay, steps)));
        var keep = (float)(1 - (learningRate * decayOfParameters));
        var segments = (first.Length + Segment - 1) / Segment;
        if (segments > 4 && get_num_threads() > 1)
        {
            Parallel.For(0, segments, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, i =>
                StepSegment(i, size, root, keep, (float)clip));
            return;
        }

        for (var i = 0; i < segments; i++)
        {
            StepSegment(i, size, root, keep, (float)clip);
        }
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(steps);
        writer.WriteFloats(first);
        writer.WriteFloats(second);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        steps = reader.ReadInt64();
        reader.ReadFloats(first);
        reader.ReadFloats(second);
    }

    private void StepSegment(int segment, float size, float root, float keep, float clip)
    {
        var from = segment * Segment;
        var length = Math.Min(Segment, first.Length - from);
        var values = parameters.Trained.Slice(from, length);
        var gradients = parameters.Gradients.Slice(from, length);
        var m = first.AsSpan(from, length);
        var v = second.AsSpan(from, length);

        // Parameters begin on multiples of 16 numbers, so segments are whole vectors.
        for (var i = 0; i < length; i += Vector<float>.Count)
        {
            var value = new Vector<float>(values[i..]);
            var gradient = (new Vector<float>(gradients[i..]) * clip) + (value * decayInGradient);
            var mean = new Vector<float>(m[i..]);
            mean += (gradient - mean) * (float)(1 - FirstDecay);
            var square = new Vector<float>(v[i..]);
            square = (square * (float)SecondDecay) + (gradient * gradient * (float)(1 - SecondDecay));
            mean.CopyTo(m[i..]);
            square.CopyTo(v[i..]);
            var step = mean * size / ((Vector.SquareRoot(square) * root) + new Vector<float>(Epsilon));
            ((value * keep) - step).CopyTo(values[i..]);
        }
    }
}
