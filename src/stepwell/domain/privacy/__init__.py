"""The privacy officer's desk: what people ask for by right, court papers, complaints, holds, breaches."""
