// Uses the Go client, and prints what the caller got.
package main

import (
	"context"
	"encoding/json"
	"os"
	"strings"

	"github.com/replicate/replicate-go"
)

func main() {
	ctx := context.Background()
	found := map[string]any{}
	client, err := replicate.NewClient(
		replicate.WithToken("r8_token_of_the_system_test"),
		replicate.WithBaseURL(os.Getenv("REPLICATE_BASE_URL")),
	)
	check(err)
	version := os.Getenv("VERSION")
	output, err := client.Run(ctx, "acme/text:"+version, input("run"), nil)
	check(err)
	found["run"] = output

	created, err := client.CreatePrediction(ctx, version, input("wait"), nil, false)
	check(err)
	check(client.Wait(ctx, created))
	found["wait"] = []any{string(created.Status), created.Output}

	streamed, err := client.CreatePrediction(ctx, version, input("stream"), nil, true)
	check(err)
	events, errs := client.StreamPrediction(ctx, streamed)
	var text strings.Builder
	for event := range events {
		if event.Type == replicate.SSETypeOutput {
			text.WriteString(event.Data)
		}
		if event.Type == replicate.SSETypeDone {
			break
		}
	}
	select {
	case err := <-errs:
		check(err)
	default:
	}
	found["stream"] = text.String()

	slow, err := client.CreatePrediction(ctx, os.Getenv("SLOW_VERSION"), input("cancel"), nil, false)
	check(err)
	canceled, err := client.CancelPrediction(ctx, slow.ID)
	check(err)
	found["canceled"] = string(canceled.Status)
	check(json.NewEncoder(os.Stdout).Encode(found))
}

func input(prompt string) replicate.PredictionInput {
	return replicate.PredictionInput{"prompt": prompt}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
