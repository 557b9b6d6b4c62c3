/* @name PutFunctionalFixtures */
select put_functional_fixtures(:wanted!, :people!, :actor, :now!) as "organisation_id!";
