namespace Superposition.Training;

/// <summary>Which parameters of a network training changes; the others stay as they are.</summary>
[Flags]
public enum TrainedParts
{
    /// <summary>No parameter is trained.</summary>
    None = 0,

    /// <summary>Φ, where the network has one: learned encodings.</summary>
    Encoding = 1,

    /// <summary>The weights of all layers.</summary>
    LayerWeights = 2,

    /// <summary>The biases of all layers.</summary>
    LayerBiases = 4,

    /// <summary>The read-off's weight.</summary>
    ReadOffWeight = 8,

    /// <summary>The read-off's bias: the output bias.</summary>
    ReadOffBias = 16,

    /// <summary>The weights and biases of all layers.</summary>
    Layers = LayerWeights | LayerBiases,

    /// <summary>The weight and the bias of the read-off.</summary>
    ReadOff = ReadOffWeight | ReadOffBias,

    /// <summary>All but the encoding.</summary>
    Whole = Layers | ReadOff,
}
